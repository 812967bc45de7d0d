package org.geor1.gateway.problems;

import org.geor1.gateway.OneOf;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;

/** An error under {@code /v1}, in OpenAI's shape. */
public record OpenAiError(Error error) {

    /** @param param the first field that is wrong, if one is */
    public record Error(
            String message,
            String type,
            @Nullable String param,
            @OneOf(ErrorCode.class) String code) {}
}

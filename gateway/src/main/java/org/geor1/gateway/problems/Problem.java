package org.geor1.gateway.problems;

import java.util.List;
import org.geor1.gateway.OneOf;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An error under {@code /api} (RFC 9457).
 *
 * @param type the code as a URN
 * @param instance the path that was asked for
 * @param code what a client may switch on
 * @param traceId what the server's log names the request by
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        @OneOf(ErrorCode.class) String code,
        List<FieldProblem> errors,
        String traceId) {}

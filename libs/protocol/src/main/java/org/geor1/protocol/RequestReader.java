package org.geor1.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.settings.SettingsReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a caller's JSON into a record of settings, or refuses it with everything that is wrong. */
public final class RequestReader {

    private RequestReader() {}

    /**
     * @param defaults those that go before the ones beside the fields, by path: {@code method.grpo.beta}
     * @throws InvalidRequestException naming every unknown, missing, mistyped or out-of-range field at once
     */
    public static <T> T read(Class<T> type, @Nullable JsonNode json, Map<String, String> defaults) {
        List<FieldError> errors = new ArrayList<>();
        T settings = new SettingsReader(
                        defaults, (path, message, fault) -> errors.add(new FieldError(path, message, fault)))
                .read(type, json);
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
        return settings;
    }
}

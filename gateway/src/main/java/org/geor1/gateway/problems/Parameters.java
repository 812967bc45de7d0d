package org.geor1.gateway.problems;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import org.jspecify.annotations.Nullable;

/** Checks of query parameters that several endpoints share. */
public final class Parameters {
    private Parameters() {}

    /** The constant of that wire name (lower case), or a 400 that lists the known ones; absent stays absent. */
    public static <E extends Enum<E>> @Nullable E choice(String name, @Nullable String value, Class<E> type) {
        if (value == null || value.isBlank()) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        List<String> known = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        throw bad(name, "is not known", "send one of " + String.join(", ", known));
    }

    /** A 400 about one parameter. */
    public static ApiException bad(String name, String message, String remedy) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST,
                "The parameter '" + name + "' " + message + "; " + remedy + ".",
                List.of(new FieldProblem(name, message, remedy)));
    }
}

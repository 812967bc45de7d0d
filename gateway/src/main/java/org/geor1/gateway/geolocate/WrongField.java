package org.geor1.gateway.geolocate;

import java.util.List;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;

/** The refusal of a request for one of its fields. */
final class WrongField {

    private WrongField() {}

    static ApiException of(String field, String message, String remedy) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST,
                "The field '" + field + "' " + message + ": " + remedy + ".",
                List.of(new FieldProblem(field, message, remedy)));
    }
}

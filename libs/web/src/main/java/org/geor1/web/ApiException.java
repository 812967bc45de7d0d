package org.geor1.web;

import java.util.List;

/** A failure whose code, wording and bad fields are meant for the caller. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldProblem> errors;

    public ApiException(ErrorCode code, String detail) {
        this(code, detail, List.of());
    }

    public ApiException(ErrorCode code, String detail, List<FieldProblem> errors) {
        super(detail);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** A resource that does not exist, named as the caller named it. */
    public static ApiException notFound(String what, String id) {
        return new ApiException(ErrorCode.NOT_FOUND, "There is no " + what + " with id '" + id + "'.");
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldProblem> errors() {
        return errors;
    }
}

package org.geor1.web;

import java.util.List;

/** Another service answered a request of ours with an error. Its wording is for our log, or for a caller who caused it. */
public final class ServiceRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String detail;
    private final transient List<FieldProblem> errors;

    ServiceRefusal(String service, int status, ErrorCode code, String detail, List<FieldProblem> errors) {
        super(service + " answered with status " + status + " (" + code.wireName() + "): " + detail);
        this.code = code;
        this.detail = detail;
        this.errors = List.copyOf(errors);
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public List<FieldProblem> errors() {
        return errors;
    }
}

package org.geor1.web;

import java.net.URI;
import java.util.List;
import org.springframework.http.ProblemDetail;

/** Problem bodies (RFC 9457) that carry an {@link ErrorCode} as {@code code} and bad fields as {@code errors}. */
public final class ProblemBodies {

    static final String CODE = "code";
    static final String ERRORS = "errors";

    private ProblemBodies() {}

    public static ProblemDetail of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    public static ProblemDetail of(ErrorCode code, String detail, List<FieldProblem> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(code.status(), detail);
        problem.setType(URI.create("urn:geor1:problem:" + code.wireName()));
        problem.setTitle(code.title());
        problem.setProperty(CODE, code.wireName());
        problem.setProperty(ERRORS, errors);
        return problem;
    }
}

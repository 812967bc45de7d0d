package org.geor1.web;

import org.geor1.protocol.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Failures of internal controllers as problem bodies with an {@link ErrorCode}. It comes first, because in the one-JVM form
 * the gateway's advice for public controllers is there as well.
 */
@RestControllerAdvice(annotations = InternalApi.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
public class InternalProblemAdvice extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail api(ApiException e) {
        return ProblemBodies.of(e.code(), e.detail(), e.errors());
    }

    @ExceptionHandler
    ProblemDetail invalid(InvalidRequestException e) {
        return ProblemBodies.of(
                ErrorCode.INVALID_REQUEST,
                "The request is not valid.",
                e.errors().stream().map(FieldProblem::of).toList());
    }

    /** What Spring refuses before a controller runs, such as a body that is not JSON. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        ErrorCode code = ErrorCode.forStatus(status.value());
        ProblemDetail problem = ProblemBodies.of(code, detail == null ? code.title() + "." : detail);
        problem.setStatus(status.value());
        return super.handleExceptionInternal(e, problem, headers, status, request);
    }
}

package org.geor1.gateway.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.geor1.gateway.database.DatabaseOutage;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.Outage;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Turns every exception that leaves a controller into an error body; nothing internal leaks into it. {@link ProblemWriter}
 * writes the body, so no handler here returns one.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter writer;
    private final DatabaseOutage outage;
    private final Outage disk = new Outage(log);

    ProblemAdvice(ProblemWriter writer, DatabaseOutage outage) {
        this.writer = writer;
        this.outage = outage;
    }

    @ExceptionHandler
    void api(ApiException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(request, response, e.code(), e.code().status().value(), e.detail(), e.errors());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(
            MaxUploadSizeExceededException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = NestedExceptionUtils.getMostSpecificCause(e) instanceof SizeException size
                ? BodyTooLargeException.detail(size.getActualSize(), size.getPermittedSize())
                : "The upload is larger than this server accepts.";
        return write(new ApiException(ErrorCode.BODY_TOO_LARGE, detail), request);
    }

    @ExceptionHandler
    void multipart(MultipartException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(request, response, ErrorCode.INVALID_REQUEST, "The multipart body could not be read.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Optional<BodyTooLargeException> tooLarge = BodyTooLargeException.in(e);
        return write(
                tooLarge.isPresent()
                        ? new ApiException(
                                ErrorCode.BODY_TOO_LARGE,
                                String.valueOf(tooLarge.get().getMessage()))
                        : new ApiException(
                                ErrorCode.INVALID_REQUEST,
                                "The body is not JSON of the documented shape; /v3/api-docs describes it."),
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(e.getPropertyName());
        Class<?> wanted = e.getRequiredType();
        FieldProblem problem = new FieldProblem(
                name,
                "has the wrong type",
                "send a value of type " + (wanted == null ? "the documented kind" : wanted.getSimpleName()));
        return write(
                new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "The parameter '" + name + "' has the wrong type.",
                        List.of(problem)),
                request);
    }

    /** The query or the form; it is read only when somebody asks for a parameter. */
    @ExceptionHandler
    void unreadableParameters(InvalidParameterException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.debug("Refused parameters: {}", e.getMessage());
        writer.write(
                request,
                response,
                ErrorCode.INVALID_REQUEST,
                "The parameters cannot be read: send name=value, in UTF-8, with every other character escaped.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        MethodParameter parameter = e.getParameterValidationResults().get(0).getMethodParameter();
        Min min = parameter.getParameterAnnotation(Min.class);
        Max max = parameter.getParameterAnnotation(Max.class);
        return write(
                Parameters.bad(
                        String.valueOf(parameter.getParameterName()),
                        "is out of range",
                        "send a whole number" + (min == null ? "" : " from " + min.value())
                                + (max == null ? "" : " to " + max.value())),
                request);
    }

    /** An event stream has run its time: there is nobody to write a body to. */
    @Override
    protected @Nullable ResponseEntity<Object> handleAsyncRequestTimeoutException(
            AsyncRequestTimeoutException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        log.debug("A response ended early: {}", e.toString());
        return null;
    }

    /** The client has gone away. */
    @Override
    protected @Nullable ResponseEntity<Object> handleAsyncRequestNotUsableException(
            AsyncRequestNotUsableException e, WebRequest request) {
        log.debug("A response ended early: {}", e.toString());
        return null;
    }

    /** Everything else that Spring refuses by itself, such as a method that no route has. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        return write(status.value(), headers, detail, request);
    }

    @ExceptionHandler
    void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (DiskFull.ofDatabase(e) || DiskFull.ofFiles(e)) {
            disk.failed("Requests are refused until there is space", e);
            writer.write(
                    request,
                    response,
                    ErrorCode.DISK_FULL,
                    "No space left on device: nothing was stored. Try again once there is space.");
            return;
        }
        if (DatabaseOutage.in(e)) {
            outage.noticed();
            log.warn("The database does not answer; the caller got a 503 and may retry: {}", e.toString());
            writer.write(request, response, ErrorCode.DATABASE_UNAVAILABLE, "The database does not answer; try again.");
            return;
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.debug("A caller went away: {}", e.toString());
            return;
        }
        log.error(
                "Request {} {} failed; the caller got a 500 and may retry",
                request.getMethod(),
                request.getRequestURI(),
                e);
        writer.write(request, response, ErrorCode.INTERNAL_ERROR, "The server failed; its log names the trace id.");
    }

    private @Nullable ResponseEntity<Object> write(
            int status, HttpHeaders headers, @Nullable String detail, WebRequest request) {
        ServletWebRequest servlet = (ServletWebRequest) request;
        HttpServletResponse response = response(servlet);
        // Such as Allow, which lists the methods there are.
        headers.forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
        ErrorCode code = ErrorCode.forStatus(status);
        return write(code, status, detail == null ? code.title() + "." : detail, List.of(), servlet);
    }

    private @Nullable ResponseEntity<Object> write(ApiException e, WebRequest request) {
        return write(e.code(), e.code().status().value(), e.detail(), e.errors(), (ServletWebRequest) request);
    }

    /** @return null, which tells Spring that the response is written */
    private @Nullable ResponseEntity<Object> write(
            ErrorCode code, int status, String detail, List<FieldProblem> errors, ServletWebRequest request) {
        try {
            writer.write(request.getRequest(), response(request), code, status, detail, errors);
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServletResponse response(ServletWebRequest request) {
        return Objects.requireNonNull(request.getResponse());
    }
}

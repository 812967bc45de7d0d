package org.geor1.gateway.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.geor1.gateway.database.DatabaseOutage;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every exception that leaves a controller into an error body; nothing internal leaks into it. */
@RestControllerAdvice
class ProblemAdvice {
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

    @ExceptionHandler
    void tooLarge(MaxUploadSizeExceededException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String detail = NestedExceptionUtils.getMostSpecificCause(e) instanceof SizeException size
                ? BodyTooLargeException.detail(size.getActualSize(), size.getPermittedSize())
                : "The upload is larger than this server accepts.";
        writer.write(request, response, ErrorCode.BODY_TOO_LARGE, detail);
    }

    @ExceptionHandler
    void multipart(MultipartException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(request, response, ErrorCode.INVALID_REQUEST, "The multipart body could not be read.");
    }

    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<BodyTooLargeException> tooLarge = BodyTooLargeException.in(e);
        if (tooLarge.isPresent()) {
            writer.write(
                    request,
                    response,
                    ErrorCode.BODY_TOO_LARGE,
                    String.valueOf(tooLarge.get().getMessage()));
            return;
        }
        writer.write(request, response, ErrorCode.INVALID_REQUEST, "The body is not readable JSON of the shape asked.");
    }

    @ExceptionHandler
    void wrongType(TypeMismatchException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name = e instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(e.getPropertyName());
        Class<?> wanted = e.getRequiredType();
        FieldProblem problem = new FieldProblem(
                name,
                "has the wrong type",
                "send a value of type " + (wanted == null ? "the documented kind" : wanted.getSimpleName()));
        writer.write(
                request,
                response,
                ErrorCode.INVALID_REQUEST,
                400,
                "The parameter '" + name + "' has the wrong type.",
                List.of(problem));
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

    @ExceptionHandler
    void outOfRange(HandlerMethodValidationException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        MethodParameter parameter = e.getParameterValidationResults().get(0).getMethodParameter();
        Min min = parameter.getParameterAnnotation(Min.class);
        Max max = parameter.getParameterAnnotation(Max.class);
        api(
                Parameters.bad(
                        String.valueOf(parameter.getParameterName()),
                        "is out of range",
                        "send a whole number" + (min == null ? "" : " from " + min.value())
                                + (max == null ? "" : " to " + max.value())),
                request,
                response);
    }

    /** The client has gone away or an event stream has run its time: there is nobody to write a body to. */
    @ExceptionHandler({AsyncRequestNotUsableException.class, AsyncRequestTimeoutException.class})
    void streamOver(Exception e) {
        log.debug("A response ended early: {}", e.toString());
    }

    @ExceptionHandler
    void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse framework) {
            // Such as Allow, which says what would have been right.
            framework.getHeaders().forEach((name, values) -> response.setHeader(name, String.join(", ", values)));
            int status = framework.getStatusCode().value();
            ErrorCode code = ErrorCode.forStatus(status);
            String detail = framework.getBody().getDetail();
            writer.write(request, response, code, status, detail == null ? code.title() + "." : detail, List.of());
            return;
        }
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
                "Request {} {} failed (trace {}); the caller got a 500 and may retry",
                request.getMethod(),
                request.getRequestURI(),
                TraceIds.of(request),
                e);
        writer.write(request, response, ErrorCode.INTERNAL_ERROR, "The server failed; its log names the trace id.");
    }
}

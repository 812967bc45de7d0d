package org.geor1.gateway.problems;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import org.geor1.web.ProblemBodies;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes every error body, for controllers, security filters and the fallback error page: RFC 9457 problem details,
 * except under {@code /v1} where clients expect OpenAI's error object.
 */
@Component
public class ProblemWriter {
    private final JsonMapper json;
    private final RequestTrace trace;

    ProblemWriter(JsonMapper json, RequestTrace trace) {
        this.json = json;
        this.trace = trace;
    }

    /** Writes the error as the whole response, unless the response has already begun. */
    public void write(HttpServletRequest request, HttpServletResponse response, ErrorCode code, String detail)
            throws IOException {
        write(request, response, code, code.status().value(), detail, List.of());
    }

    void write(
            HttpServletRequest request,
            HttpServletResponse response,
            ErrorCode code,
            int status,
            String detail,
            List<FieldProblem> errors)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        String path = path(request);
        boolean openAi = path.startsWith("/v1/");
        Object body =
                openAi ? openAi(code, status, detail, errors) : problem(path, code, status, detail, errors, request);
        byte[] bytes = json.writeValueAsBytes(body);
        // Headers such as the CSP are set by now and must outlive the reset, so only the body is reset.
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(openAi ? MediaType.APPLICATION_JSON_VALUE : MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Cache-Control", "no-store");
        if (code.retryAfterSeconds() > 0 && response.getHeader("Retry-After") == null) {
            response.setHeader("Retry-After", Integer.toString(code.retryAfterSeconds()));
        }
        if (UnreadBody.in(request)) {
            response.setHeader("Connection", "close");
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    private ProblemDetail problem(
            String path,
            ErrorCode code,
            int status,
            String detail,
            List<FieldProblem> errors,
            HttpServletRequest request) {
        ProblemDetail problem = ProblemBodies.of(code, detail, errors);
        problem.setStatus(status);
        problem.setInstance(instance(path));
        problem.setProperty("trace_id", trace.id(request));
        return problem;
    }

    /** Hostile requests may have a path that is not a URI; it is escaped. */
    private static URI instance(String path) {
        try {
            return new URI(path);
        } catch (URISyntaxException malformed) {
            return URI.create(UriUtils.encodePath(path, StandardCharsets.UTF_8));
        }
    }

    private static OpenAiError openAi(ErrorCode code, int status, String detail, List<FieldProblem> errors) {
        String type = status >= 500 ? "server_error" : status == 429 ? "rate_limit_error" : "invalid_request_error";
        String field = errors.isEmpty() ? null : errors.get(0).field();
        return new OpenAiError(new OpenAiError.Error(detail, type, field, code.wireName()));
    }

    /** The path the client asked for, also while the container dispatches to the error page. */
    static String path(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String asked = original instanceof String uri ? uri : request.getRequestURI();
        // A request line that could not be read has no URI.
        return asked == null ? "" : asked;
    }
}

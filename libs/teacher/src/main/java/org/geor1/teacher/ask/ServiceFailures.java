package org.geor1.teacher.ask;

import com.openai.errors.OpenAIServiceException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.geor1.teacher.ask.TeacherException.Kind;

/** What an error status of HTTP means here. */
final class ServiceFailures {

    private static final int MAX_CODE = 60;

    private ServiceFailures() {}

    static TeacherException of(OpenAIServiceException error, Clock clock, UnaryOperator<String> withoutKey) {
        Duration retryAfter = RetryAfter.of(error.headers(), clock);
        int status = error.statusCode();
        String code = withoutKey.apply(error.code().orElse("")).replaceAll("[^A-Za-z0-9_.-]", "");
        String told = code.isEmpty() ? "" : " (" + code.substring(0, Math.min(MAX_CODE, code.length())) + ")";
        return new TeacherException(kind(status), "HTTP status " + status + told, retryAfter);
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 429 -> Kind.RATE_LIMITED;
            case 408, 409, 425 -> Kind.SERVER_ERROR;
            case 400, 413, 415, 422 -> Kind.REFUSED;
            default -> status >= 500 ? Kind.SERVER_ERROR : Kind.HOPELESS;
        };
    }
}

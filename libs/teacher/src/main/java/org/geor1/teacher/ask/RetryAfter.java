package org.geor1.teacher.ask;

import com.openai.core.http.Headers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how long an endpoint asks to wait: {@code retry-after-ms}, or {@code Retry-After} of RFC 9110, section 10.2.3. */
final class RetryAfter {

    private RetryAfter() {}

    /** Null if it does not say, or says nonsense. */
    static @Nullable Duration of(Headers headers, Clock clock) {
        Duration millis = number(headers.values("retry-after-ms"), 1);
        return millis != null ? millis : seconds(headers.values("Retry-After"), clock);
    }

    private static @Nullable Duration seconds(List<String> values, Clock clock) {
        Duration seconds = number(values, 1000);
        if (seconds != null || values.isEmpty()) {
            return seconds;
        }
        try {
            ZonedDateTime then = ZonedDateTime.parse(values.get(0), DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), then.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Duration number(List<String> values, double unitMillis) {
        try {
            double value =
                    values.isEmpty() ? -1 : Double.parseDouble(values.get(0).strip());
            boolean sane = value >= 0 && value * unitMillis < Integer.MAX_VALUE;
            return sane ? Duration.ofMillis((long) Math.ceil(value * unitMillis)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

package org.geor1.teacher.ask;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a teacher is and how to ask it.
 *
 * @param url of the API, such as {@code https://host/v1}; {@code /chat/completions} is added
 * @param apiKey null for an endpoint that wants none
 * @param timeout for a whole request, from connecting to the last byte
 * @param maxTokens of an answer
 * @param temperature null for the endpoint's own
 */
public record Endpoint(
        String url,
        String model,
        @Nullable String apiKey,
        Duration timeout,
        int maxTokens,
        @Nullable Double temperature) {

    /** @throws IllegalArgumentException if a part cannot be used; the message names it */
    public Endpoint {
        url = checked(url);
        if (model.isBlank()) {
            throw new IllegalArgumentException("the model's name is empty");
        }
        if (apiKey != null && !apiKey.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the API key has blanks, line ends or letters beyond ASCII");
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("the timeout must be positive");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("an answer needs at least 1 token");
        }
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("the temperature must be between 0 and 2");
        }
    }

    private static String checked(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new IllegalArgumentException("the teacher's address must be like https://host/v1");
            }
            if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
                throw new IllegalArgumentException(
                        "the teacher's address must have no user, query or fragment; keys belong into the environment");
            }
            return url.replaceAll("/+$", "");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the teacher's address must be like https://host/v1", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + url;
    }
}

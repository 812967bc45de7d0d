package org.geor1.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * Stable error codes of all services. A client may switch on the code; the HTTP status follows from it and the wording of
 * the detail is free to improve.
 */
public enum ErrorCode {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "An API key is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "Not allowed"),
    CROSS_SITE_REQUEST(HttpStatus.FORBIDDEN, "The request comes from another site"),
    HOST_NOT_LOCAL(HttpStatus.FORBIDDEN, "Only loopback requests are served without API keys"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "Not found"),
    UNKNOWN_MODEL(HttpStatus.NOT_FOUND, "Unknown model"),
    UNKNOWN_DATASET(HttpStatus.NOT_FOUND, "Unknown dataset"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Method not allowed"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No such representation"),
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request came too slowly"),
    ILLEGAL_STATE(HttpStatus.CONFLICT, "The present state does not allow this"),
    CHECKPOINT_REMOVED(HttpStatus.GONE, "Retention has removed what this needs"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Unsupported media type"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key belongs to another request"),
    INVALID_IMAGE(HttpStatus.UNPROCESSABLE_CONTENT, "The image cannot be used"),
    UNUSABLE_MODEL(HttpStatus.UNPROCESSABLE_CONTENT, "The model cannot be loaded"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests at once"),
    TOO_MANY_ATTEMPTS(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong keys"),
    SERVER_BUSY(HttpStatus.SERVICE_UNAVAILABLE, "The server is busy"),
    INFERENCE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Inference is not available"),
    DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The database is not available"),
    TRAINER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The trainer is not available"),
    REWARD_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The reward service is not available"),
    DISK_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The platform has no space left"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on the server");

    private final HttpStatus status;
    private final String title;

    ErrorCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** After how many seconds the same request may succeed, or 0 where waiting alone does not help. */
    public int retryAfterSeconds() {
        return status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE ? 5 : 0;
    }

    /** The code on the wire, for example {@code unknown_model}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code of that wire name, if there is one. */
    static Optional<ErrorCode> named(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst();
    }

    /** The code for a status that a framework chose, where no more specific one is known. */
    public static ErrorCode forStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 409 -> ILLEGAL_STATE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_REQUESTS;
            case 507 -> DISK_FULL;
            case 503 -> INFERENCE_UNAVAILABLE;
            default -> status >= 400 && status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}

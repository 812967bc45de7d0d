package org.geor1.reward.http;

import java.io.IOException;

/** An endpoint gave no scores that can be used. */
public final class EndpointException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean worthRetrying;

    /** @param worthRetrying whether the same request may succeed a moment later */
    EndpointException(String message, boolean worthRetrying) {
        super(message);
        this.worthRetrying = worthRetrying;
    }

    /** The same failure, told as that of a reward's endpoint. */
    EndpointException of(String reward, int attempts) {
        String after = attempts == 1 ? "" : ", after " + attempts + " attempts";
        EndpointException told =
                new EndpointException("the endpoint of " + reward + " " + getMessage() + after, worthRetrying);
        told.initCause(this);
        return told;
    }

    boolean isWorthRetrying() {
        return worthRetrying;
    }
}

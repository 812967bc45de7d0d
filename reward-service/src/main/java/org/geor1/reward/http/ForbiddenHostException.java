package org.geor1.reward.http;

/** A reward may not be asked where its settings say, or not with the secret that they name. No retry mends that. */
public final class ForbiddenHostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForbiddenHostException(String message) {
        super(message);
    }
}

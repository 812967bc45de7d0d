package org.geor1.gateway.security;

/** The gateway was told to listen beyond this machine although no API key is configured. */
final class UnsafeBindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeBindException(String address) {
        super("The gateway has no API key and was told to listen on " + address
                + ", where anyone who reaches this machine could use it. Set geor1.security.api-keys to the SHA-256 of"
                + " at least one key (printf %s \"$KEY\" | sha256sum), or set server.address=127.0.0.1.");
    }
}

package org.geor1.gateway.geolocate;

/**
 * The bytes are no image we take. Callers get one generic sentence whatever the reason, so that answers do not help to
 * probe the decoder; the reason is for the debug log.
 */
final class InvalidImageException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidImageException(String reason) {
        super(reason);
    }
}

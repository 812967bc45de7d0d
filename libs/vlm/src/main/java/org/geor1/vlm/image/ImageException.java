package org.geor1.vlm.image;

/** An image that is refused. The message says no more than its reason, so a client learns nothing of the decoder. */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; each is the sender's to mend. */
    public enum Reason {
        TOO_MANY_BYTES("the image file is too large"),
        UNSUPPORTED_FORMAT("the image is neither PNG nor JPEG"),
        TOO_SMALL("the image is too small"),
        TOO_MANY_PIXELS("the image has too many pixels"),
        TOO_NARROW("the image's longer side is more than 200 times the shorter"),
        CORRUPT("the image cannot be decoded");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private final Reason reason;

    public ImageException(Reason reason) {
        super(reason.message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

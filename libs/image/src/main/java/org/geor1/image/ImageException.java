package org.geor1.image;

/**
 * A refused picture. The message completes a sentence whose subject is the picture, for example "is cut off". It names
 * the limit that was exceeded and the value found, and never repeats a decoder's internal error.
 */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a picture is refused. The sender can fix each of these. */
    public enum Reason {
        TOO_MANY_BYTES("send a smaller file"),
        UNSUPPORTED_FORMAT("send JPEG, PNG, TIFF or GIF"),
        UNSUPPORTED_VARIANT("save it as an ordinary JPEG or PNG"),
        TOO_SMALL("send a larger picture"),
        TOO_MANY_PIXELS("scale it down"),
        TOO_NARROW("crop it to a less elongated shape"),
        CUT_OFF("send the whole file"),
        CORRUPT("send an intact file");

        private final String remedy;

        Reason(String remedy) {
            this.remedy = remedy;
        }
    }

    private final Reason reason;

    public ImageException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What is wrong, as in "is 500 × 1 pixels; each edge must have at least 4". */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** What to do instead, as in "send a larger picture". */
    public String remedy() {
        return reason.remedy;
    }
}

package org.geor1.local.client;

import java.util.List;

/** The platform refused a request, or could not be reached. */
public final class PlatformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<String> fields;

    public PlatformException(int status, String message) {
        this(status, message, List.of());
    }

    /** @param fields paths of the fields that were refused, such as {@code samples[3].id} */
    public PlatformException(int status, String message, List<String> fields) {
        super(message);
        this.status = status;
        this.fields = List.copyOf(fields);
    }

    /** Paths of the fields that were refused. */
    public List<String> fields() {
        return fields;
    }

    /** HTTP status, or 0 when no answer came. */
    public int status() {
        return status;
    }
}

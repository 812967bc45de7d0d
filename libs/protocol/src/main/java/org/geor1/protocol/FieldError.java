package org.geor1.protocol;

import org.geor1.protocol.settings.Fault;

/**
 * One thing wrong with a request.
 *
 * @param field where, for example {@code method.grpo.group_size}
 * @param message what, in words that may change
 * @param fault what, for code to decide by
 */
public record FieldError(String field, String message, Fault fault) {

    /** A value that is not allowed. */
    public FieldError(String field, String message) {
        this(field, message, Fault.INVALID);
    }

    public static FieldError unknown(String field) {
        return new FieldError(field, "is unknown", Fault.UNKNOWN);
    }

    public static FieldError missing(String field) {
        return new FieldError(field, "is required", Fault.MISSING);
    }

    public static FieldError repeated(String field) {
        return new FieldError(field, "given twice", Fault.REPEATED);
    }

    /** The same fault of the field of an enclosing object. */
    public FieldError within(String object) {
        return new FieldError(object + "." + field, message, fault);
    }
}

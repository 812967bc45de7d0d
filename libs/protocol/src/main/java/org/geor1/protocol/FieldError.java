package org.geor1.protocol;

/**
 * One thing wrong with a request.
 *
 * @param field where, for example {@code method.grpo.group_size}
 * @param message what, in words that may change
 * @param fault what, for code to decide by
 */
public record FieldError(String field, String message, Fault fault) {

    /** Kinds of fault that have a remedy of their own. */
    public enum Fault {
        /** No such field. */
        UNKNOWN,
        /** A required field that was not given. */
        MISSING,
        /** Given more than once. */
        REPEATED,
        /** A value that is not allowed; the message says which are. */
        INVALID
    }

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

package org.geor1.web;

import org.geor1.protocol.FieldError;

/**
 * One bad field of a request.
 *
 * @param field path of the field in the caller's own spelling, for example {@code method.grpo.group_size}
 * @param message what is wrong with it
 * @param remedy what to send instead
 */
public record FieldProblem(String field, String message, String remedy) {

    /** The same field with a remedy for its kind of fault. */
    public static FieldProblem of(FieldError error) {
        String remedy = switch (error.fault()) {
            case UNKNOWN -> "remove it, or correct its spelling; /v3/api-docs lists the fields";
            case MISSING -> "add it";
            case REPEATED -> "name it once";
            case INVALID -> "correct it as the message says";
        };
        return new FieldProblem(error.field(), error.message(), remedy);
    }
}

package org.geor1.gateway.problems;

/**
 * One bad field of a request.
 *
 * @param field path of the field in the caller's own spelling, for example {@code method.grpo.group_size}
 * @param message what is wrong with it
 * @param remedy what to send instead
 */
public record FieldProblem(String field, String message, String remedy) {}

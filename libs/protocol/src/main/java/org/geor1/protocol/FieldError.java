package org.geor1.protocol;

/** One thing wrong with a request: where ({@code method.grpo.group_size}) and what. */
public record FieldError(String field, String message) {}

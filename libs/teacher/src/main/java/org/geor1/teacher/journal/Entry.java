package org.geor1.teacher.journal;

/**
 * An answer that was paid for.
 *
 * @param key of the request
 * @param finish why it ended, as the endpoint says it
 * @param promptTokens -1 if the endpoint does not count
 * @param completionTokens -1 if the endpoint does not count
 * @param cost as {@code Money} counts it
 */
public record Entry(String key, String text, String finish, long promptTokens, long completionTokens, long cost) {}

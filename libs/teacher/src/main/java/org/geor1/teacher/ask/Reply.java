package org.geor1.teacher.ask;

import org.jspecify.annotations.Nullable;

/**
 * What a teacher answered.
 *
 * @param text empty if it gave no choice, or one without text
 * @param finish why it ended, as the endpoint says it, such as "stop" or "length"; may be empty
 * @param usage null if the endpoint does not count
 */
public record Reply(String text, String finish, @Nullable Usage usage) {

    /** Tokens, as the endpoint counts them. */
    public record Usage(long promptTokens, long completionTokens) {}
}

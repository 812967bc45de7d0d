package org.geor1.teacher.patience;

import java.math.BigDecimal;
import org.geor1.teacher.ask.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost, in amounts as {@link Money} counts them.
 *
 * @param perPromptToken what one token of a prompt costs, pictures included
 * @param perCompletionToken what one token of an answer costs
 */
public record Prices(long perPromptToken, long perCompletionToken) {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /**
     * @param input price of a million tokens of prompts
     * @param output price of a million tokens of answers
     * @throws IllegalArgumentException if one is negative, above 1000, or has more than nine decimals
     */
    public static Prices perMillion(BigDecimal input, BigDecimal output) {
        return new Prices(perToken(input), perToken(output));
    }

    private static long perToken(BigDecimal price) {
        if (price.compareTo(BigDecimal.valueOf(1000)) > 0) {
            throw new IllegalArgumentException("a price must be between 0 and 1000, was " + price.toPlainString());
        }
        return Money.of(price.divide(MILLION));
    }

    /** 0 if nothing was counted. */
    public long of(Reply.@Nullable Usage usage) {
        return usage == null ? 0 : of(usage.promptTokens(), usage.completionTokens());
    }

    /** @throws ArithmeticException if no endpoint could mean that many tokens */
    public long of(long promptTokens, long completionTokens) {
        return Math.addExact(
                Math.multiplyExact(promptTokens, perPromptToken),
                Math.multiplyExact(completionTokens, perCompletionToken));
    }
}

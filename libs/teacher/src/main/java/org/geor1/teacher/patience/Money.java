package org.geor1.teacher.patience;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Amounts in whole billionths of a millionth of the unit of the prices, such as dollars, so that sums do not depend on their
 * order: a price for a million tokens with up to nine decimals is then a whole number for one token.
 */
public final class Money {

    /** Amounts in one unit. */
    private static final BigDecimal UNIT = BigDecimal.TEN.pow(15);

    private static final BigDecimal LARGEST = BigDecimal.valueOf(1000);

    private Money() {}

    /** @throws IllegalArgumentException if the amount is negative, above 1000, or finer than this counts */
    public static long of(BigDecimal units) {
        if (units.signum() < 0 || units.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException("must be between 0 and " + LARGEST + ", was " + units.toPlainString());
        }
        try {
            return units.multiply(UNIT).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("has more than 15 decimals: " + units.toPlainString(), e);
        }
    }

    /** Such as {@code 1.2345}: four decimals, rounded up so that nothing looks free. */
    public static String text(long amount) {
        return BigDecimal.valueOf(amount, 15).setScale(4, RoundingMode.CEILING).toPlainString();
    }
}

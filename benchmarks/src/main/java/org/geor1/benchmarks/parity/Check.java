package org.geor1.benchmarks.parity;

import java.util.Locale;

/**
 * One comparison.
 *
 * @param subject what was compared: a checkpoint, mostly
 * @param what the quantity
 * @param tolerance the largest distance that passes; 0 where values have to be identical
 * @param measured the largest distance found, or how many values differ where they have to be identical
 */
public record Check(String subject, String what, double tolerance, double measured) {

    public boolean passes() {
        return measured <= tolerance;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-7s %-52s measured %-10.3g tolerance %-8.3g %s",
                subject,
                what,
                measured,
                tolerance,
                passes() ? "ok" : "PAST TOLERANCE");
    }
}

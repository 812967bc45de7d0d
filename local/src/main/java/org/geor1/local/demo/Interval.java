package org.geor1.local.demo;

/**
 * A 95 % interval of a share.
 *
 * @param low lower end, in [0, 1]
 * @param high upper end, in [0, 1]
 */
public record Interval(double low, double high) {

    private static final double Z = 1.959963984540054;

    /** Wilson's score interval, which stays inside [0, 1] and is honest near its ends. */
    public static Interval wilson(double share, long n) {
        if (n < 1) {
            return new Interval(0, 1);
        }
        double z2 = Z * Z;
        double centre = share + z2 / (2 * n);
        double spread = Z * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        double scale = 1 + z2 / n;
        return new Interval(Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale));
    }
}

package org.geor1.geo.paint;

import org.geor1.geo.seed.SeedStream;

/** Arithmetic on {@code 0xRRGGBB} colours. */
public final class Rgb {
    private Rgb() {}

    /** A neutral grey of the given level, 0..255. */
    public static int grey(int level) {
        return of(level, level, level);
    }

    /** Channels are clamped to 0..255. */
    public static int of(int red, int green, int blue) {
        return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    /** {@code weight} 0 gives {@code a}, 1 gives {@code b}. */
    public static int mix(int a, int b, double weight) {
        int w = (int) (weight * 256);
        return of(
                red(a) + (((red(b) - red(a)) * w) >> 8),
                green(a) + (((green(b) - green(a)) * w) >> 8),
                blue(a) + (((blue(b) - blue(a)) * w) >> 8));
    }

    /** Positive amounts lighten towards white, negative darken towards black; range [-1, 1]. */
    public static int shade(int rgb, double amount) {
        return amount >= 0 ? mix(rgb, 0xFFFFFF, amount) : mix(rgb, 0, -amount);
    }

    /** Moves every channel by up to {@code spread} levels. */
    public static int jitter(int rgb, SeedStream random, int spread) {
        return of(
                red(rgb) + (int) random.between(-spread, spread),
                green(rgb) + (int) random.between(-spread, spread),
                blue(rgb) + (int) random.between(-spread, spread));
    }

    /** Hue in degrees, saturation and lightness in [0, 1]. */
    public static int hsl(double hue, double saturation, double lightness) {
        double reach = saturation * Math.min(lightness, 1 - lightness);
        return of(
                (int) (255 * channel(0, hue, reach, lightness)), (int) (255 * channel(8, hue, reach, lightness)), (int)
                        (255 * channel(4, hue, reach, lightness)));
    }

    private static double channel(int offset, double hue, double reach, double lightness) {
        double k = (offset + hue / 30) % 12;
        return lightness - reach * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
    }

    public static int red(int rgb) {
        return rgb >> 16 & 0xFF;
    }

    public static int green(int rgb) {
        return rgb >> 8 & 0xFF;
    }

    public static int blue(int rgb) {
        return rgb & 0xFF;
    }

    private static int clamp(int level) {
        return Math.max(0, Math.min(255, level));
    }
}

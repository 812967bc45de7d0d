package org.geor1.image;

/** Arithmetic on samples from 0 to 255, rounded as Pillow rounds it. */
public final class Samples {

    private Samples() {}

    /** The light that passes through an ink: {@code light × (1 − ink / 255)}. */
    public static int ink(int ink, int light) {
        int product = ink * light + 128;
        return Math.max(0, light - (((product >> 8) + product) >> 8));
    }

    public static byte clamp(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}

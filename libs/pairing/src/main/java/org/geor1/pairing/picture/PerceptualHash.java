package org.geor1.pairing.picture;

import java.util.Arrays;
import org.geor1.image.BicubicResize;
import org.geor1.image.PixelRows;
import org.geor1.image.RgbPixels;
import org.geor1.pairing.place.Picture;

/**
 * Sixty-four bits that scaling, encoding and slight changes of brightness leave nearly as they are: the picture's luminance
 * at 32 × 32 pixels, its cosine transform, and for each of the 8 × 8 lowest frequencies that vary in both directions whether
 * it lies above their median (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section
 * 3.2.1).
 */
final class PerceptualHash {

    private static final int SIDE = 32;
    private static final int FREQUENCIES = 8;
    /** In levels of 255. Where these frequencies make less of the picture, noise and rounding decide the bits. */
    private static final double LEAST_DEVIATION = 1;

    private static final double[][] COSINES = cosines();

    private PerceptualHash() {}

    /** @return {@link Picture#NO_LOOK} if the picture shows next to nothing at such frequencies */
    static long of(PixelRows image) {
        double[] frequencies = frequencies(luminance(BicubicResize.resize(image, SIDE, SIDE)));
        double energy = Arrays.stream(frequencies).map(value -> value * value).sum();
        if (Math.sqrt(energy) / SIDE < LEAST_DEVIATION) {
            return Picture.NO_LOOK;
        }
        double[] sorted = frequencies.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (double frequency : frequencies) {
            bits = bits << 1 | (frequency > median ? 1 : 0);
        }
        return bits;
    }

    private static double[][] luminance(RgbPixels pixels) {
        double[][] light = new double[SIDE][SIDE];
        int at = 0;
        for (double[] row : light) {
            for (int x = 0; x < SIDE; x++) {
                row[x] = 0.299 * (pixels.data()[at++] & 0xFF)
                        + 0.587 * (pixels.data()[at++] & 0xFF)
                        + 0.114 * (pixels.data()[at++] & 0xFF);
            }
        }
        return light;
    }

    /** The frequencies 1 to 8 in both directions, of the orthonormal transform. */
    private static double[] frequencies(double[][] light) {
        double[][] across = new double[SIDE][FREQUENCIES];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                for (int x = 0; x < SIDE; x++) {
                    across[y][u] += light[y][x] * COSINES[u][x];
                }
            }
        }
        double[] frequencies = new double[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < FREQUENCIES; v++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                for (int y = 0; y < SIDE; y++) {
                    frequencies[v * FREQUENCIES + u] += across[y][u] * COSINES[v][y];
                }
            }
        }
        return frequencies;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[FREQUENCIES][SIDE];
        for (int u = 0; u < FREQUENCIES; u++) {
            for (int x = 0; x < SIDE; x++) {
                cosines[u][x] = Math.sqrt(2.0 / SIDE) * Math.cos(Math.PI * (u + 1) * (2 * x + 1) / (2 * SIDE));
            }
        }
        return cosines;
    }
}

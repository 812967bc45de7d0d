package org.geor1.pairing.picture;

import java.util.Arrays;
import org.geor1.image.BicubicResize;
import org.geor1.image.PixelRows;
import org.geor1.image.RgbPixels;
import org.geor1.pairing.place.Look;

/**
 * Hashes of a picture's luminance at 32 × 32 pixels, by its cosine transform: a bit for each frequency of a square of 8 × 8 that
 * says whether it lies above their median (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010,
 * section 3.2.1). The coarse square is the one of that paper, which begins at the lowest frequency that varies in both
 * directions; the finer ones lie beside and below it.
 */
final class PerceptualHash {

    private static final int SIDE = 32;
    private static final int SQUARE = 8;
    /** In levels of 255. Where the coarse frequencies make less of the picture, noise and rounding decide the bits. */
    private static final double LEAST_DEVIATION = 1;

    private static final double[][] COSINES = cosines();

    private PerceptualHash() {}

    static Look of(PixelRows image) {
        double[][] frequencies = frequencies(luminance(BicubicResize.resize(image, SIDE, SIDE)));
        double[] coarse = square(frequencies, 0, 0);
        double energy = Arrays.stream(coarse).map(value -> value * value).sum();
        if (Math.sqrt(energy) / SIDE < LEAST_DEVIATION) {
            return Look.NONE;
        }
        return new Look(bits(coarse), bits(square(frequencies, 0, SQUARE)), bits(square(frequencies, SQUARE, 0)));
    }

    private static long bits(double[] square) {
        double[] sorted = square.clone();
        Arrays.sort(sorted);
        double median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        long bits = 0;
        for (double frequency : square) {
            bits = bits << 1 | (frequency > median ? 1 : 0);
        }
        return bits;
    }

    private static double[] square(double[][] frequencies, int top, int left) {
        double[] square = new double[SQUARE * SQUARE];
        for (int v = 0; v < SQUARE; v++) {
            System.arraycopy(frequencies[top + v], left, square, v * SQUARE, SQUARE);
        }
        return square;
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

    /** The frequencies 1 to 16 from top to bottom and from left to right, of the orthonormal transform. */
    private static double[][] frequencies(double[][] light) {
        double[][] across = new double[SIDE][COSINES.length];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < COSINES.length; u++) {
                for (int x = 0; x < SIDE; x++) {
                    across[y][u] += light[y][x] * COSINES[u][x];
                }
            }
        }
        double[][] frequencies = new double[COSINES.length][COSINES.length];
        for (int v = 0; v < COSINES.length; v++) {
            for (int u = 0; u < COSINES.length; u++) {
                for (int y = 0; y < SIDE; y++) {
                    frequencies[v][u] += across[y][u] * COSINES[v][y];
                }
            }
        }
        return frequencies;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[2 * SQUARE][SIDE];
        for (int u = 0; u < cosines.length; u++) {
            for (int x = 0; x < SIDE; x++) {
                cosines[u][x] = Math.sqrt(2.0 / SIDE) * Math.cos(Math.PI * (u + 1) * (2 * x + 1) / (2 * SIDE));
            }
        }
        return cosines;
    }
}

package org.geor1.benchmarks.parity;

/** Distances between arrays. Arrays of unequal length are infinitely far apart. */
final class Distance {

    private Distance() {}

    static int differing(int[] left, int[] right) {
        int count = Math.abs(left.length - right.length);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            count += left[i] == right[i] ? 0 : 1;
        }
        return count;
    }

    /** How many floats differ in any bit. */
    static int differing(float[] left, float[] right) {
        int count = Math.abs(left.length - right.length);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            count += Float.floatToRawIntBits(left[i]) == Float.floatToRawIntBits(right[i]) ? 0 : 1;
        }
        return count;
    }

    static double max(float[] left, float[] right) {
        double max = left.length == right.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            double gap = Math.abs((double) left[i] - right[i]);
            // NaN must never look near.
            max = gap <= max ? max : Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap;
        }
        return max;
    }

    static double sum(float[] left, float[] right) {
        double sum = left.length == right.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            sum += Math.abs((double) left[i] - right[i]);
        }
        return sum;
    }

    /** Rows of a [n, width] matrix. */
    static float[] rows(float[] matrix, int width, int[] rows) {
        float[] kept = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(matrix, rows[i] * width, kept, i * width, width);
        }
        return kept;
    }
}

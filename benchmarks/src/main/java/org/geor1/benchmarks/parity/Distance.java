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
            max = Math.max(max, of(left[i], right[i]));
        }
        return max;
    }

    static double max(double[] left, double[] right) {
        double max = left.length == right.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            max = Math.max(max, of(left[i], right[i]));
        }
        return max;
    }

    /** NaN must never look near. */
    static double of(double left, double right) {
        double gap = Math.abs(left - right);
        return Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap;
    }

    /** The largest absolute value. */
    static double scale(float[] values) {
        double scale = 0;
        for (float value : values) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
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

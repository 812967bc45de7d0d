package org.geor1.image;

/**
 * Antialiased bicubic resize of 8-bit pixels, bit for bit equal to {@code Image.resize(…, BICUBIC)} in Pillow up to
 * version 12: the kernel (a = −0.5) is widened by the shrinking factor, weights are rounded to 22 fractional bits, and
 * a horizontal pass is followed by a vertical one with 8-bit values in between. Checkpoints were trained on images
 * resized this way; Pillow 13 swaps the passes for some shapes.
 */
public final class BicubicResize {

    private static final int PRECISION_BITS = 32 - 8 - 2;
    private static final double SUPPORT = 2;
    private static final double A = -0.5;

    private BicubicResize() {}

    public static RgbPixels resize(RgbPixels image, int width, int height) {
        // Pillow's exception for very tall pictures; the order matters because values are rounded between the passes.
        if (image.height() > 100L * image.width() && height < image.height()) {
            return horizontal(vertical(image, height), width);
        }
        return vertical(horizontal(image, width), height);
    }

    /** Resizes a picture that is read row by row, always with the horizontal pass first. */
    public static RgbPixels resize(PixelRows image, int width, int height) {
        return vertical(horizontal(image, width), height);
    }

    /** For each output index, the first input index and the fixed-point weights of the inputs starting there. */
    private record Kernel(int[] first, int[][] weights) {

        static Kernel of(int inSize, int outSize) {
            double scale = (double) inSize / outSize;
            double filterScale = Math.max(scale, 1);
            double support = SUPPORT * filterScale;
            int[] first = new int[outSize];
            int[][] weights = new int[outSize][];
            for (int out = 0; out < outSize; out++) {
                double center = (out + 0.5) * scale;
                int min = Math.max((int) (center - support + 0.5), 0);
                int count = Math.min((int) (center + support + 0.5), inSize) - min;
                first[out] = min;
                weights[out] = fixedPoint(weights(min, count, center, 1 / filterScale));
            }
            return new Kernel(first, weights);
        }

        private static double[] weights(int min, int count, double center, double step) {
            double[] weights = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                // Keep this order of operations: any other rounds some weights differently.
                weights[i] = bicubic((i + min - center + 0.5) * step);
                sum += weights[i];
            }
            for (int i = 0; i < count && sum != 0; i++) {
                weights[i] /= sum;
            }
            return weights;
        }

        private static int[] fixedPoint(double[] weights) {
            int[] fixed = new int[weights.length];
            for (int i = 0; i < fixed.length; i++) {
                double scaled = weights[i] * (1 << PRECISION_BITS);
                fixed[i] = (int) (weights[i] < 0 ? scaled - 0.5 : scaled + 0.5);
            }
            return fixed;
        }

        private static double bicubic(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    }

    private static RgbPixels horizontal(RgbPixels image, int width) {
        return width == image.width() ? image : horizontal(new StoredRows(image), width);
    }

    /** Works row by row, so that a large picture need not be in memory as a whole. */
    private static RgbPixels horizontal(PixelRows image, int width) {
        Kernel kernel = Kernel.of(image.width(), width);
        byte[] in = new byte[image.width() * RgbPixels.CHANNELS];
        byte[] out = new byte[width * image.height() * RgbPixels.CHANNELS];
        int to = 0;
        for (int y = 0; y < image.height(); y++) {
            image.read(y, in);
            for (int x = 0; x < width; x++) {
                int from = kernel.first[x] * RgbPixels.CHANNELS;
                to = put(in, from, RgbPixels.CHANNELS, kernel.weights[x], out, to);
            }
        }
        return new RgbPixels(width, image.height(), out);
    }

    private record StoredRows(RgbPixels pixels) implements PixelRows {
        @Override
        public int width() {
            return pixels.width();
        }

        @Override
        public int height() {
            return pixels.height();
        }

        @Override
        public void read(int y, byte[] rgb) {
            int stride = width() * RgbPixels.CHANNELS;
            System.arraycopy(pixels.data(), y * stride, rgb, 0, stride);
        }
    }

    private static RgbPixels vertical(RgbPixels image, int height) {
        if (height == image.height()) {
            return image;
        }
        Kernel kernel = Kernel.of(image.height(), height);
        int stride = image.width() * RgbPixels.CHANNELS;
        byte[] out = new byte[stride * height];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < image.width(); x++) {
                int from = kernel.first[y] * stride + x * RgbPixels.CHANNELS;
                to = put(image.data(), from, stride, kernel.weights[y], out, to);
            }
        }
        return new RgbPixels(image.width(), height, out);
    }

    /** One output pixel: the weighted sum of the pixels at {@code from}, {@code from + step}, … Returns the next index. */
    private static int put(byte[] in, int from, int step, int[] weights, byte[] out, int to) {
        int red = 1 << (PRECISION_BITS - 1);
        int green = red;
        int blue = red;
        int at = from;
        for (int weight : weights) {
            red += (in[at] & 0xFF) * weight;
            green += (in[at + 1] & 0xFF) * weight;
            blue += (in[at + 2] & 0xFF) * weight;
            at += step;
        }
        out[to] = clip(red);
        out[to + 1] = clip(green);
        out[to + 2] = clip(blue);
        return to + RgbPixels.CHANNELS;
    }

    private static byte clip(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> PRECISION_BITS));
    }
}

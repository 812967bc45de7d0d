package org.geor1.osm.paint;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/** Pixels that remember how far away is what they show. */
final class DepthRaster {

    private final int width;
    private final int height;
    private final int[] pixels;
    private final float[] depths;

    DepthRaster(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        this.depths = new float[width * height];
        Arrays.fill(depths, Float.MAX_VALUE);
    }

    boolean hides(int column, int row, double depth) {
        return depths[row * width + column] <= depth;
    }

    void set(int column, int row, double depth, int rgb) {
        pixels[row * width + column] = rgb;
        depths[row * width + column] = (float) depth;
    }

    /** Each pixel the mean of {@code by × by}. */
    BufferedImage reduced(int by) {
        BufferedImage image = new BufferedImage(width / by, height / by, BufferedImage.TYPE_INT_RGB);
        int[] out = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int count = by * by;
        for (int y = 0, at = 0; y < height / by; y++) {
            for (int x = 0; x < width / by; x++, at++) {
                int red = count / 2;
                int green = count / 2;
                int blue = count / 2;
                for (int dy = 0; dy < by; dy++) {
                    int from = (y * by + dy) * width + x * by;
                    for (int dx = 0; dx < by; dx++) {
                        int rgb = pixels[from + dx];
                        red += rgb >> 16 & 0xFF;
                        green += rgb >> 8 & 0xFF;
                        blue += rgb & 0xFF;
                    }
                }
                out[at] = red / count << 16 | green / count << 8 | blue / count;
            }
        }
        return image;
    }
}

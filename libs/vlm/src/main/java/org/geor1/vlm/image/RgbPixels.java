package org.geor1.vlm.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Eight-bit RGB pixels, rows from the top, three bytes a pixel.
 *
 * @param data length height × width × 3
 */
record RgbPixels(int width, int height, byte[] data) {

    static final int CHANNELS = 3;

    private static final int OPAQUE = 255;

    static RgbPixels of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)];
        if (image.getColorModel() instanceof ComponentColorModel) {
            // Samples as stored: getRGB would convert grey from a linear colour space and brighten it.
            copySamples(image.getRaster(), data);
        } else {
            copyRgb(image, data);
        }
        return new RgbPixels(width, height, data);
    }

    private static void copySamples(Raster raster, byte[] data) {
        int shift = DataBuffer.getDataTypeSize(raster.getTransferType()) - 8;
        int bands = raster.getNumBands();
        int colours = bands < CHANNELS ? 1 : CHANNELS;
        int width = raster.getWidth();
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            int out = y * width * CHANNELS;
            for (int in = 0; in < row.length; in += bands) {
                int alpha = bands > colours ? row[in + colours] >>> shift : OPAQUE;
                for (int c = 0; c < CHANNELS; c++) {
                    data[out++] = onWhite(row[in + Math.min(c, colours - 1)] >>> shift, alpha);
                }
            }
        }
    }

    private static void copyRgb(BufferedImage image, byte[] data) {
        int width = image.getWidth();
        // Such pixels need no conversion, which getRGB makes one by one.
        boolean packed = image.getType() == BufferedImage.TYPE_INT_RGB;
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            if (packed) {
                image.getRaster().getDataElements(0, y, width, 1, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            int out = y * width * CHANNELS;
            for (int argb : row) {
                int alpha = packed ? OPAQUE : argb >>> 24;
                data[out++] = onWhite(argb >> 16 & 0xFF, alpha);
                data[out++] = onWhite(argb >> 8 & 0xFF, alpha);
                data[out++] = onWhite(argb & 0xFF, alpha);
            }
        }
    }

    /** A sample laid over white, rounded as Pillow's {@code alpha_composite} does: with 7 fractional bits. */
    private static byte onWhite(int sample, int alpha) {
        int weight = alpha << 7;
        int sum = sample * weight + 255 * ((OPAQUE << 7) - weight) + (0x80 << 7);
        return (byte) (((sum >> 8) + sum) >> 8 >> 7);
    }

    BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int in = (y * width + x) * CHANNELS;
                row[x] = (data[in] & 0xFF) << 16 | (data[in + 1] & 0xFF) << 8 | (data[in + 2] & 0xFF);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }
}

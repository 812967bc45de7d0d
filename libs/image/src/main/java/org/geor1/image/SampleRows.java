package org.geor1.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Rows of whatever a reader decoded: grey is repeated, 16-bit samples lose their lower eight bits, CMYK becomes RGB as
 * in Pillow, and transparent pixels show white.
 *
 * @param cmyk whether the first four samples are inks
 */
public record SampleRows(BufferedImage image, boolean cmyk) implements PixelRows {

    private static final int OPAQUE = 255;
    private static final int INKS = 4;

    @Override
    public int width() {
        return image.getWidth();
    }

    @Override
    public int height() {
        return image.getHeight();
    }

    @Override
    public void read(int y, byte[] rgb) {
        if (image.getColorModel() instanceof ComponentColorModel) {
            // Uses the samples as stored: getRGB would convert grey from a linear colour space and apply profiles.
            readSamples(y, rgb);
        } else {
            readRgb(y, rgb);
        }
    }

    private void readSamples(int y, byte[] rgb) {
        Raster raster = image.getRaster();
        int shift = DataBuffer.getDataTypeSize(raster.getTransferType()) - 8;
        int bands = raster.getNumBands();
        int colours = cmyk ? INKS : bands < CHANNELS ? 1 : CHANNELS;
        int[] row = raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, (int[]) null);
        int out = 0;
        for (int in = 0; in < row.length; in += bands) {
            int alpha = bands > colours ? row[in + colours] >>> shift : OPAQUE;
            int light = cmyk ? OPAQUE - (row[in + INKS - 1] >>> shift) : OPAQUE;
            for (int c = 0; c < CHANNELS; c++) {
                int sample = row[in + Math.min(c, colours - 1)] >>> shift;
                rgb[out++] = onWhite(cmyk ? Samples.ink(sample, light) : sample, alpha);
            }
        }
    }

    private void readRgb(int y, byte[] rgb) {
        // These pixels need no conversion, and getRGB would convert them one by one.
        boolean packed = image.getType() == BufferedImage.TYPE_INT_RGB;
        int[] row = packed
                ? (int[]) image.getRaster().getDataElements(0, y, width(), 1, null)
                : image.getRGB(0, y, width(), 1, null, 0, width());
        int out = 0;
        for (int argb : row) {
            int alpha = packed ? OPAQUE : argb >>> 24;
            rgb[out++] = onWhite(argb >> 16 & 0xFF, alpha);
            rgb[out++] = onWhite(argb >> 8 & 0xFF, alpha);
            rgb[out++] = onWhite(argb & 0xFF, alpha);
        }
    }

    /** A sample composited over white, rounded like Pillow's {@code alpha_composite}, with 7 fractional bits. */
    private static byte onWhite(int sample, int alpha) {
        int weight = alpha << 7;
        int sum = sample * weight + 255 * ((OPAQUE << 7) - weight) + (0x80 << 7);
        return (byte) (((sum >> 8) + sum) >> 8 >> 7);
    }
}

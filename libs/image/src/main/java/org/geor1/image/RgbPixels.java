package org.geor1.image;

import java.awt.image.BufferedImage;

/**
 * Eight-bit RGB pixels, rows from the top, three bytes per pixel.
 *
 * @param data length height × width × 3
 */
public record RgbPixels(int width, int height, byte[] data) {

    public static final int CHANNELS = PixelRows.CHANNELS;

    /**
     * A picture's samples as stored: transparent pixels are composited over white, and no colour profile is applied.
     */
    public static RgbPixels of(BufferedImage image) {
        return of(new SampleRows(image, false));
    }

    public static RgbPixels of(PixelRows rows) {
        int stride = Math.multiplyExact(rows.width(), CHANNELS);
        byte[] data = new byte[Math.multiplyExact(stride, rows.height())];
        byte[] row = new byte[stride];
        for (int y = 0; y < rows.height(); y++) {
            rows.read(y, row);
            System.arraycopy(row, 0, data, y * stride, stride);
        }
        return new RgbPixels(rows.width(), rows.height(), data);
    }

    /** Of type {@code TYPE_INT_RGB}. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int in = (y * width + x) * CHANNELS;
                row[x] = (data[in] & 0xFF) << 16 | (data[in + 1] & 0xFF) << 8 | (data[in + 2] & 0xFF);
            }
            image.getRaster().setDataElements(0, y, width, 1, row);
        }
        return image;
    }
}

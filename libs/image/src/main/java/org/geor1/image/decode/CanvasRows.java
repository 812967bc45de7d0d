package org.geor1.image.decode;

import java.util.Arrays;
import org.geor1.image.PixelRows;
import org.geor1.image.RgbPixels;

/** A picture placed on a larger white canvas. */
record CanvasRows(PixelRows picture, ImageHeader canvas) implements PixelRows {

    @Override
    public int width() {
        return (int) canvas.width();
    }

    @Override
    public int height() {
        return (int) canvas.height();
    }

    @Override
    public void read(int y, byte[] rgb) {
        Arrays.fill(rgb, 0, width() * RgbPixels.CHANNELS, (byte) 0xFF);
        int row = y - canvas.top();
        if (row >= 0 && row < picture.height()) {
            byte[] inner = new byte[picture.width() * RgbPixels.CHANNELS];
            picture.read(row, inner);
            System.arraycopy(inner, 0, rgb, canvas.left() * RgbPixels.CHANNELS, inner.length);
        }
    }
}

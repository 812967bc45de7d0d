package org.geor1.image.decode;

import java.awt.image.Raster;
import org.geor1.image.PixelRows;

/** Rows of a JPEG file's samples, upsampled by the decoder and converted to RGB here. */
record JpegRows(Raster raster, JpegColour colour) implements PixelRows {

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public void read(int y, byte[] rgb) {
        byte[] samples = (byte[]) raster.getDataElements(0, y, width(), 1, null);
        colour.toRgb(samples, rgb, width());
    }
}

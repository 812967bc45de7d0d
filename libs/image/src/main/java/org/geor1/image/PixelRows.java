package org.geor1.image;

/** A decoded picture that provides its rows as RGB, so that a large one is never in memory twice. */
public interface PixelRows {

    /** Bytes per pixel: red, green, blue. */
    int CHANNELS = 3;

    int width();

    int height();

    /** Writes row {@code y} into the first width × {@link #CHANNELS} bytes of {@code rgb}. */
    void read(int y, byte[] rgb);
}

package org.geor1.image;

/** A decoded picture that hands out its rows as RGB, so that a large one never lies in memory twice. */
public interface PixelRows {

    int width();

    int height();

    /** Writes row {@code y} into the first width × 3 bytes of {@code rgb}. */
    void read(int y, byte[] rgb);
}

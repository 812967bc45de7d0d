package org.geor1.image;

import java.util.Locale;

/**
 * What a picture may be. All of it is checked from the file's length and header, before any pixel is decoded.
 *
 * @param maxBytes longest file
 * @param maxPixels largest width × height; no more than four bytes for each are decoded at a time
 * @param minEdge smallest width and height, in pixels
 */
public record ImageLimits(long maxBytes, long maxPixels, int minEdge) {

    /** The model refuses more elongated pictures, so they are refused at the door. */
    public static final int MAX_ASPECT = 200;

    /** Limits for photographs: 20 MiB, 50 megapixels, edges from 4 pixels. */
    public static ImageLimits standard() {
        return new ImageLimits(20 << 20, 50_000_000, 4);
    }

    public void requireBytes(long bytes) {
        if (bytes > maxBytes) {
            throw new ImageException(
                    ImageException.Reason.TOO_MANY_BYTES,
                    text("is a file of %,d bytes; at most %,d are taken", bytes, maxBytes));
        }
    }

    public void requireSize(long width, long height) {
        String size = text("is %,d × %,d pixels; ", width, height);
        if (Math.min(width, height) < minEdge) {
            throw new ImageException(
                    ImageException.Reason.TOO_SMALL, size + text("each edge must have at least %,d", minEdge));
        }
        if (width > maxPixels / height) {
            throw new ImageException(
                    ImageException.Reason.TOO_MANY_PIXELS, size + text("at most %,d are taken in all", maxPixels));
        }
        requireAspect(width, height);
    }

    /** Pixels that need more than four bytes each, such as RGBA of 16 bits, cost as much as more pixels. */
    public void requireDecodedBytes(long bytes) {
        if (bytes > 4 * maxPixels) {
            throw new ImageException(
                    ImageException.Reason.TOO_MANY_PIXELS,
                    text("takes %,d bytes once decoded; at most %,d are taken", bytes, 4 * maxPixels));
        }
    }

    /**
     * The limit that rendered pictures must keep too.
     *
     * @throws ImageException if one edge is more than 200 times the other
     */
    public static void requireAspect(long width, long height) {
        if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
            throw new ImageException(
                    ImageException.Reason.TOO_NARROW,
                    text(
                            "is %,d × %,d pixels; the longer edge may be at most %d times the shorter",
                            width, height, MAX_ASPECT));
        }
    }

    private static String text(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}

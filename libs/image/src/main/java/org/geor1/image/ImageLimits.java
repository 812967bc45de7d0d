package org.geor1.image;

import java.util.Locale;

/**
 * Limits on pictures, all checked from the file's length and header before any pixel is decoded.
 *
 * @param maxBytes largest file size
 * @param maxPixels largest width × height; decoding may take at most four bytes for each
 * @param minEdge smallest width and height, in pixels
 */
public record ImageLimits(long maxBytes, long maxPixels, int minEdge) {

    /** The model cannot take more elongated pictures, so they are refused early. */
    public static final int MAX_ASPECT = 200;

    /** Limits for photographs: 20 MiB, 50 megapixels, edges of at least 4 pixels. */
    public static ImageLimits standard() {
        return new ImageLimits(20 << 20, 50_000_000, 4);
    }

    public void requireBytes(long bytes) {
        if (bytes > maxBytes) {
            throw new ImageException(
                    ImageException.Reason.TOO_MANY_BYTES,
                    text("is a file of %,d bytes; at most %,d are allowed", bytes, maxBytes));
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
                    ImageException.Reason.TOO_MANY_PIXELS, size + text("at most %,d are allowed in total", maxPixels));
        }
        requireAspect(width, height);
    }

    /** Pixels of more than four bytes, such as 16-bit RGBA, count as several. */
    public void requireDecodedBytes(long bytes) {
        if (bytes > 4 * maxPixels) {
            throw new ImageException(
                    ImageException.Reason.TOO_MANY_PIXELS,
                    text("takes %,d bytes once decoded; at most %,d are allowed", bytes, 4 * maxPixels));
        }
    }

    /**
     * A limit that also applies to rendered pictures.
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

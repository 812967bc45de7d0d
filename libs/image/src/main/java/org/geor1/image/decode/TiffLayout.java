package org.geor1.image.decode;

import java.util.Arrays;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;
import org.geor1.image.ImageLimits;
import org.jspecify.annotations.Nullable;

/**
 * Decides which TIFF files are supported: integer samples of up to 16 bits in the usual colour models. All strips and
 * tiles must lie within the file, since the reader would silently skip missing ones, and a tile must not be much larger
 * than the picture, since the reader allocates whole tiles.
 */
final class TiffLayout {

    private static final int BITS_PER_SAMPLE = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_LENGTH = 323;
    private static final int SAMPLE_FORMAT = 339;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final long SMALL_TILE = 1 << 20;
    private static final int MAX_SAMPLES = 5;
    private static final int COMPRESSION = 259;
    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;

    private TiffLayout() {}

    static void require(TiffDirectory directory, long width, long height, byte[] file) {
        long photometric = directory.integer(PHOTOMETRIC).orElse(-1);
        long bits = directory.integer(BITS_PER_SAMPLE).orElse(1);
        long format = directory.integer(SAMPLE_FORMAT).orElse(1);
        long samples = directory.integer(SAMPLES_PER_PIXEL).orElse(1);
        if (photometric < 0 || photometric > YCBCR || photometric == 4) {
            throw refused("photometric interpretation " + photometric);
        }
        if (photometric == CMYK && samples < 4) {
            throw damaged();
        }
        TiffDirectory.Values sizes = directory.values(BITS_PER_SAMPLE);
        for (int k = 1; k < Math.min(samples, sizes.count()); k++) {
            if (sizes.get(k) != bits) {
                throw refused("samples of different sizes");
            }
        }
        if (bits > 16 || format != 1 || samples > MAX_SAMPLES) {
            throw refused(samples + " samples of " + bits + " bits in format " + format);
        }
        long tileWidth = directory.integer(TILE_WIDTH).orElse(0);
        long tileLength = directory.integer(TILE_LENGTH).orElse(0);
        if (tileWidth > 0 && tileLength > Math.max(SMALL_TILE, 2 * width * height) / tileWidth) {
            throw refused("tiles much larger than the picture");
        }
        long compression = directory.integer(COMPRESSION).orElse(1);
        if (compression == OLD_JPEG) {
            throw refused("old-style JPEG compression (from before 1995)");
        }
        ImageLimits inner = new ImageLimits(file.length, Math.max(SMALL_TILE, 2 * width * height), 1);
        requirePieces(directory, STRIP_OFFSETS, STRIP_BYTES, file, compression == JPEG ? inner : null);
        requirePieces(directory, TILE_OFFSETS, TILE_BYTES, file, compression == JPEG ? inner : null);
    }

    /** @param jpeg limits for strips or tiles that are themselves JPEG files, or null if there are none */
    private static void requirePieces(
            TiffDirectory directory, int offsetsTag, int bytesTag, byte[] file, @Nullable ImageLimits jpeg) {
        TiffDirectory.Values offsets = directory.values(offsetsTag);
        TiffDirectory.Values bytes = directory.values(bytesTag);
        long total = 0;
        for (int k = 0; k < Math.min(offsets.count(), bytes.count()); k++) {
            long from = offsets.get(k);
            long to = from + bytes.get(k);
            if (from < 0 || to < from || to > file.length) {
                throw ImageFormat.TIFF.cutOff();
            }
            total += to - from;
            if (total > file.length) {
                // Overlapping pieces would make the reader decode the same bytes over and over.
                throw damaged();
            }
            if (jpeg != null) {
                JpegHeader piece = JpegHeader.of(Arrays.copyOfRange(file, (int) from, (int) to));
                jpeg.requireSize(piece.width(), piece.height());
            }
        }
    }

    static boolean isCmyk(TiffDirectory directory) {
        return directory.integer(PHOTOMETRIC).orElse(-1) == CMYK;
    }

    private static ImageException damaged() {
        return new ImageException(Reason.CORRUPT, "is a damaged TIFF file");
    }

    private static ImageException refused(String what) {
        return new ImageException(
                Reason.UNSUPPORTED_VARIANT, "is a TIFF file with " + what + ", which is not supported");
    }
}

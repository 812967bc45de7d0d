package org.geor1.image;

import org.geor1.image.ImageException.Reason;

/**
 * Which TIFF files are read: whole numbers of up to 16 bits, in the usual colour models. All strips or tiles must lie in the
 * file, since the reader would leave out what is missing, and a tile may not be far larger than its picture, since the
 * reader allocates whole tiles.
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
    private static final int CMYK = 5;
    private static final int YCBCR = 6;

    private TiffLayout() {}

    static void require(TiffDirectory directory, long width, long height, long fileLength) {
        long photometric = directory.integer(PHOTOMETRIC).orElse(-1);
        long bits = directory.integer(BITS_PER_SAMPLE).orElse(1);
        long format = directory.integer(SAMPLE_FORMAT).orElse(1);
        long samples = directory.integer(SAMPLES_PER_PIXEL).orElse(1);
        if (photometric < 0 || photometric > YCBCR || photometric == 4) {
            throw refused("its colours are of a kind (photometric interpretation " + photometric + ")");
        }
        if (photometric == CMYK && samples < 4) {
            throw new ImageException(Reason.CORRUPT, "is a damaged TIFF file");
        }
        for (int k = 1; k < Math.min(samples, directory.count(BITS_PER_SAMPLE)); k++) {
            if (directory.integer(BITS_PER_SAMPLE, k).orElse(-1) != bits) {
                throw refused("its samples are of a kind (several sizes)");
            }
        }
        if (bits > 16 || format != 1 || samples > MAX_SAMPLES) {
            throw refused("its samples are of a kind (" + samples + " of " + bits + " bits, format " + format + ")");
        }
        long tileWidth = directory.integer(TILE_WIDTH).orElse(0);
        long tileLength = directory.integer(TILE_LENGTH).orElse(0);
        if (tileWidth > 0 && tileLength > Math.max(SMALL_TILE, 2 * width * height) / tileWidth) {
            throw refused("its tiles are of a size");
        }
        requireInside(directory, STRIP_OFFSETS, STRIP_BYTES, fileLength);
        requireInside(directory, TILE_OFFSETS, TILE_BYTES, fileLength);
    }

    private static void requireInside(TiffDirectory directory, int offsets, int bytes, long fileLength) {
        long count = Math.min(directory.count(offsets), directory.count(bytes));
        for (int k = 0; k < count; k++) {
            long offset = directory.integer(offsets, k).orElse(fileLength);
            long length = directory.integer(bytes, k).orElse(fileLength);
            if (offset + length > fileLength) {
                throw ImageHeader.cutOff(ImageFormat.TIFF);
            }
        }
    }

    static boolean isCmyk(TiffDirectory directory) {
        return directory.integer(PHOTOMETRIC).orElse(-1) == CMYK;
    }

    private static ImageException refused(String what) {
        return new ImageException(Reason.UNSUPPORTED_VARIANT, "is a TIFF file, and " + what + " that is not read");
    }
}

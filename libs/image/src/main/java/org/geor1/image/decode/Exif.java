package org.geor1.image.decode;

import java.nio.ByteBuffer;
import org.geor1.image.RgbPixels;

/**
 * The two facts read from a picture's EXIF block: its orientation, and whether it holds a position. The position itself
 * is never read.
 *
 * @param orientation 1 to 8 as in EXIF tag 0x0112; 1 is upright
 */
record Exif(int orientation, boolean hasPosition) {

    static final Exif NONE = new Exif(1, false);

    private static final int ORIENTATION = 0x0112;
    private static final int GPS = 0x8825;

    static Exif of(TiffDirectory directory) {
        long orientation = directory.integer(ORIENTATION).orElse(1);
        return new Exif(orientation >= 1 && orientation <= 8 ? (int) orientation : 1, directory.has(GPS));
    }

    /** A big-endian TIFF structure whose one directory has the orientation alone. */
    static byte[] block(int orientation) {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) ORIENTATION)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** Turns stored pixels upright (EXIF 2.32, section 4.6.4). */
    RgbPixels upright(RgbPixels stored) {
        int width = stored.width();
        int height = stored.height();
        if (orientation == 1) {
            return stored;
        }
        boolean swapped = orientation >= 5;
        int uprightWidth = swapped ? height : width;
        int uprightHeight = swapped ? width : height;
        byte[] data = new byte[stored.data().length];
        int to = 0;
        for (int y = 0; y < uprightHeight; y++) {
            for (int x = 0; x < uprightWidth; x++) {
                int column = switch (orientation) {
                    case 2, 3 -> width - 1 - x;
                    case 4 -> x;
                    case 5, 6 -> y;
                    default -> width - 1 - y;
                };
                int row = switch (orientation) {
                    case 2 -> y;
                    case 3, 4 -> height - 1 - y;
                    case 5, 8 -> x;
                    default -> height - 1 - x;
                };
                int from = (row * width + column) * RgbPixels.CHANNELS;
                data[to++] = stored.data()[from];
                data[to++] = stored.data()[from + 1];
                data[to++] = stored.data()[from + 2];
            }
        }
        return new RgbPixels(uprightWidth, uprightHeight, data);
    }
}

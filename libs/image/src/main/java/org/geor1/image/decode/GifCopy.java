package org.geor1.image.decode;

import java.io.ByteArrayOutputStream;

/** A GIF file's first picture with its control block, and nothing else. */
final class GifCopy {

    private static final int HEADER = 13;
    private static final int PICTURE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int CONTROL = 0xF9;

    private GifCopy() {}

    /** @throws IndexOutOfBoundsException if the file ends early */
    static byte[] of(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int at = HEADER + colourTable(bytes[10]);
        out.write(bytes, 0, at);
        while (bytes[at] != PICTURE) {
            // Extensions: the header has been checked, so nothing else comes before the picture.
            int end = skipBlocks(bytes, at + 2);
            if ((bytes[at + 1] & 0xFF) == CONTROL) {
                out.write(bytes, at, end - at);
            }
            at = end;
        }
        int end = skipBlocks(bytes, at + 10 + colourTable(bytes[at + 9]) + 1);
        out.write(bytes, at, end - at);
        out.write(TRAILER);
        return out.toByteArray();
    }

    private static int colourTable(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int skipBlocks(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != 0) {
            at += 1 + (bytes[at] & 0xFF);
        }
        return at + 1;
    }
}

package org.geor1.image.decode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A JPEG file's first picture without its metadata: markers and scans as they are, without comments and applications' data. */
final class JpegCopy {

    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    private static final int TEM = 0x01;

    private final byte[] bytes;
    private final ByteArrayOutputStream out;
    private int at = 2;

    private JpegCopy(byte[] bytes) {
        this.bytes = bytes;
        this.out = new ByteArrayOutputStream(bytes.length);
    }

    /** @throws IndexOutOfBoundsException if the file ends early */
    static byte[] of(byte[] bytes, int orientation) {
        return new JpegCopy(bytes).copy(orientation);
    }

    private byte[] copy(int orientation) {
        out.write(bytes, 0, 2);
        boolean oriented = orientation == 1;
        boolean scanning = false;
        while (true) {
            int from = at;
            int marker = marker();
            if (scanning) {
                out.write(bytes, from, at - from);
            }
            // Readers want the JFIF segment first.
            if (!oriented && marker != APP0) {
                orient(orientation);
                oriented = true;
            }
            if (marker == EOI) {
                out.write(bytes, at, 2);
                return out.toByteArray();
            }
            int end = at + 2 + ((bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF));
            if (isKept(marker)) {
                out.write(bytes, at, end - at);
            }
            scanning |= marker == SOS;
            at = end;
        }
    }

    /** Goes to the next marker that begins a segment, past entropy-coded data. */
    private int marker() {
        while (bytes[at] != (byte) 0xFF || !beginsSegment(bytes[at + 1] & 0xFF)) {
            at++;
        }
        return bytes[at + 1] & 0xFF;
    }

    private static boolean beginsSegment(int code) {
        return code > TEM && code != 0xFF && !(code >= RST0 && code <= RST7);
    }

    /** Of what applications add, only what tells how samples become colours. */
    private boolean isKept(int marker) {
        return switch (marker) {
            case APP0 -> says("JFIF\0");
            case APP2 -> says("ICC_PROFILE\0");
            case APP14 -> says("Adobe");
            default -> marker != COM && (marker < APP0 || marker > APP15);
        };
    }

    private boolean says(String name) {
        return new String(bytes, at + 4, name.length(), StandardCharsets.ISO_8859_1).equals(name);
    }

    private void orient(int orientation) {
        byte[] exif = Exif.block(orientation);
        int length = 2 + 6 + exif.length;
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) APP1, (byte) (length >> 8), (byte) length});
        out.writeBytes("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(exif);
    }
}

package org.geor1.image.decode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;

/**
 * The marker segments of a JPEG file up to the end of its first picture.
 *
 * @param colour how its samples become RGB
 */
record JpegHeader(int width, int height, int components, JpegColour colour, Exif exif) {

    /** A progressive picture needs about ten scans, and each costs a pass over all its pixels. */
    private static final int MAX_SCANS = 40;

    private static final int SOF0 = 0xC0;
    private static final int SOF15 = 0xCF;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int TEM = 0x01;

    /** @throws ImageException if it is cut off or of an unsupported kind; IndexOutOfBoundsException if the bytes end early */
    static JpegHeader of(byte[] bytes) {
        Walk walk = new Walk(bytes);
        while (!walk.next()) {}
        return walk.header();
    }

    private static final class Walk {
        private final byte[] bytes;
        private int at = 2;
        private int scans;
        private int width;
        private int height;
        private int[] ids = {};
        private boolean jfif;
        private int adobe = JpegColour.NO_ADOBE;
        private Exif exif = Exif.NONE;

        Walk(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Skips the next marker and its segment; returns true at the end of the picture. */
        boolean next() {
            // Any data before a marker is entropy-coded, and FF in it is followed by 00 or a restart marker.
            while (bytes[at] != (byte) 0xFF || !isMarker(bytes[at + 1] & 0xFF)) {
                at++;
            }
            int marker = bytes[at + 1] & 0xFF;
            if (marker == EOI) {
                return true;
            }
            int length = number(at + 2);
            int body = at + 4;
            int end = at + 2 + length;
            segment(marker, body, end);
            at = end;
            return false;
        }

        private static boolean isMarker(int code) {
            return code > TEM && code != 0xFF && !(code >= RST0 && code <= RST7);
        }

        private void segment(int marker, int body, int end) {
            int length = end - body;
            if (marker == SOS) {
                scans++;
                if (scans > MAX_SCANS) {
                    throw new ImageException(
                            Reason.UNSUPPORTED_VARIANT,
                            "is a JPEG file with more than " + MAX_SCANS + " scans, which is not supported");
                }
            } else if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
                frame(marker, body);
            } else if (marker == APP0 && length >= 14 && startsWith(body, "JFIF\0")) {
                jfif = true;
            } else if (marker == APP14 && length >= 12 && startsWith(body, "Adobe")) {
                adobe = bytes[body + 11] & 0xFF;
            } else if (marker == APP1 && exif.equals(Exif.NONE) && length >= 6 && startsWith(body, "Exif\0\0")) {
                exif = Exif.of(new TiffDirectory(ByteBuffer.wrap(bytes, body + 6, length - 6)));
            }
        }

        private void frame(int marker, int body) {
            int precision = bytes[body];
            if (marker > SOF0 + 2 || precision != 8) {
                throw new ImageException(
                        Reason.UNSUPPORTED_VARIANT,
                        "is a JPEG file of an unsupported kind (process %d, %d bits); only 8-bit baseline and progressive are supported"
                                .formatted(marker - SOF0, precision));
            }
            height = number(body + 1);
            width = number(body + 3);
            ids = new int[bytes[body + 5] & 0xFF];
            for (int k = 0; k < ids.length; k++) {
                ids[k] = bytes[body + 6 + 3 * k] & 0xFF;
            }
        }

        private boolean startsWith(int from, String text) {
            return new String(bytes, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
        }

        private int number(int from) {
            return (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF);
        }

        JpegHeader header() {
            if (scans == 0 || ids.length == 0) {
                throw new ImageException(Reason.CORRUPT, "is a JPEG file without a picture");
            }
            return new JpegHeader(width, height, ids.length, JpegColour.of(ids, jfif, adobe), exif);
        }
    }
}

package org.geor1.gateway.geolocate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The two things the gateway wants to know of a photo's EXIF block: which way is up, and whether a position was in it.
 * The position itself is never read. Malformed blocks count as absent.
 *
 * @param orientation 1 to 8 as in EXIF tag 0x0112; 1 is upright
 */
record ExifSummary(int orientation, boolean hasGps) {
    private static final ExifSummary NONE = new ExifSummary(1, false);
    private static final int TAG_ORIENTATION = 0x0112;
    private static final int TAG_GPS = 0x8825;
    private static final int MAX_ENTRIES = 1024;

    /** Looks for an APP1 segment that starts with {@code Exif\0\0}, up to the start of the image data. */
    static ExifSummary ofJpeg(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int at = 2;
        while (at + 4 <= bytes.length && (bytes[at] & 0xff) == 0xff) {
            int marker = bytes[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int length = in.getShort(at + 2) & 0xffff;
            if (marker == 0xda || length < 2 || at + 2 + length > bytes.length) {
                break;
            }
            boolean exif = marker == 0xe1
                    && length >= 8
                    && new String(bytes, at + 4, 6, StandardCharsets.ISO_8859_1).equals("Exif\0\0");
            if (exif) {
                return ofTiff(in.slice(at + 10, length - 8));
            }
            at += 2 + length;
        }
        return NONE;
    }

    /** Looks for an {@code eXIf} chunk. */
    static ExifSummary ofPng(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long at = 8;
        while (at + 12 <= bytes.length) {
            long length = in.getInt((int) at) & 0xffffffffL;
            if (at + 12 + length > bytes.length) {
                break;
            }
            if (new String(bytes, (int) at + 4, 4, StandardCharsets.ISO_8859_1).equals("eXIf")) {
                return ofTiff(in.slice((int) at + 8, (int) length));
            }
            at += 12 + length;
        }
        return NONE;
    }

    private static ExifSummary ofTiff(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return NONE;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xffffffffL;
        if (directory + 2 > tiff.limit()) {
            return NONE;
        }
        int entries = Math.min(tiff.getShort((int) directory) & 0xffff, MAX_ENTRIES);
        int orientation = 1;
        boolean gps = false;
        for (int k = 0; k < entries; k++) {
            long entry = directory + 2 + 12L * k;
            if (entry + 12 > tiff.limit()) {
                break;
            }
            int tag = tiff.getShort((int) entry) & 0xffff;
            gps |= tag == TAG_GPS;
            if (tag == TAG_ORIENTATION) {
                int value = tiff.getShort((int) entry + 8) & 0xffff;
                orientation = value >= 1 && value <= 8 ? value : 1;
            }
        }
        return new ExifSummary(orientation, gps);
    }
}

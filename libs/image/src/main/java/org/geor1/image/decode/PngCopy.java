package org.geor1.image.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/** A PNG file without its metadata: the chunks that make its pixels, and their colours, as they are. */
final class PngCopy {

    private static final int SIGNATURE = 8;
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs");

    private PngCopy() {}

    /** @throws IndexOutOfBoundsException if the file ends early */
    static byte[] of(byte[] bytes, int orientation) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        out.write(bytes, 0, SIGNATURE);
        int at = SIGNATURE;
        while (true) {
            int length = file.getInt(at);
            String kind = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            // The check sum of the last chunk may be cut off without any harm to the picture.
            int end = Math.min(bytes.length, at + 12 + length);
            if (KEPT.contains(kind)) {
                out.write(bytes, at, end - at);
            }
            if (kind.equals("IHDR") && orientation != 1) {
                chunk(out, Exif.block(orientation));
            }
            if (kind.equals("IEND")) {
                return out.toByteArray();
            }
            at = end;
        }
    }

    private static void chunk(ByteArrayOutputStream out, byte[] exif) {
        byte[] kind = "eXIf".getBytes(StandardCharsets.ISO_8859_1);
        CRC32 sum = new CRC32();
        sum.update(kind);
        sum.update(exif);
        out.writeBytes(ByteBuffer.allocate(4).putInt(exif.length).array());
        out.writeBytes(kind);
        out.writeBytes(exif);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}

package org.geor1.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;

/**
 * What a file declares before its pixels are decoded. Reading it takes one pass over the file's segments and allocates
 * nothing, whatever they claim.
 *
 * @param width of the canvas, as stored
 * @param height of the canvas, as stored
 * @param left offset of the first picture on its canvas; 0 except in GIF
 * @param top offset of the first picture on its canvas; 0 except in GIF
 */
record ImageHeader(long width, long height, int left, int top, Exif exif) {

    private static final int TIFF_WIDTH = 256;
    private static final int TIFF_HEIGHT = 257;

    ImageHeader(long width, long height, Exif exif) {
        this(width, height, 0, 0, exif);
    }

    /** @throws ImageException if the file ends before its picture does, or gives no size */
    static ImageHeader of(ImageFormat format, byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        try {
            return switch (format) {
                case JPEG -> {
                    JpegHeader jpeg = JpegHeader.of(bytes);
                    yield new ImageHeader(jpeg.width(), jpeg.height(), jpeg.exif());
                }
                case PNG -> png(file);
                case TIFF -> tiff(file);
                case GIF -> gif(file.order(ByteOrder.LITTLE_ENDIAN));
            };
        } catch (IndexOutOfBoundsException e) {
            throw format.cutOff();
        }
    }

    /** Reads chunks up to IEND; an eXIf chunk may come before or after the pixels. */
    private static ImageHeader png(ByteBuffer file) {
        Exif exif = Exif.NONE;
        long at = 8;
        while (true) {
            long length = file.getInt(index(at)) & 0xFFFFFFFFL;
            String kind = name(file, index(at + 4));
            if (kind.equals("IEND")) {
                return new ImageHeader(file.getInt(16) & 0xFFFFFFFFL, file.getInt(20) & 0xFFFFFFFFL, exif);
            }
            if (kind.equals("eXIf")) {
                exif = Exif.of(new TiffDirectory(file.slice(index(at + 8), index(length))));
            }
            at += 12 + length;
        }
    }

    private static ImageHeader tiff(ByteBuffer file) {
        TiffDirectory directory = new TiffDirectory(file);
        if (!directory.isComplete()) {
            throw ImageFormat.TIFF.cutOff();
        }
        long width = directory.integer(TIFF_WIDTH).orElseThrow(() -> ImageFormat.TIFF.cutOff());
        long height = directory.integer(TIFF_HEIGHT).orElseThrow(() -> ImageFormat.TIFF.cutOff());
        TiffLayout.require(directory, width, height, file.array());
        return new ImageHeader(width, height, Exif.of(directory));
    }

    /** Reads blocks up to the end of the first picture, which may lie anywhere on the logical screen. */
    private static ImageHeader gif(ByteBuffer file) {
        int at = 13 + colourTable(file.get(10));
        while (true) {
            int kind = file.get(at) & 0xFF;
            if (kind == 0x2C) {
                int left = file.getShort(at + 1) & 0xFFFF;
                int top = file.getShort(at + 3) & 0xFFFF;
                int width = file.getShort(at + 5) & 0xFFFF;
                int height = file.getShort(at + 7) & 0xFFFF;
                skipBlocks(file, at + 10 + colourTable(file.get(at + 9)) + 1);
                return new ImageHeader(
                        Math.max(file.getShort(6) & 0xFFFF, left + width),
                        Math.max(file.getShort(8) & 0xFFFF, top + height),
                        left,
                        top,
                        Exif.NONE);
            }
            if (kind != 0x21) {
                throw new ImageException(Reason.CORRUPT, "is a GIF file without a picture");
            }
            at = skipBlocks(file, at + 2);
        }
    }

    private static int colourTable(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int skipBlocks(ByteBuffer file, int from) {
        int at = from;
        int length = file.get(at) & 0xFF;
        while (length > 0) {
            at += 1 + length;
            length = file.get(at) & 0xFF;
        }
        return at + 1;
    }

    private static String name(ByteBuffer file, int at) {
        byte[] name = new byte[4];
        file.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** A position in the file; one that does not fit an int lies past the end. */
    private static int index(long at) {
        if (at > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException();
        }
        return (int) at;
    }
}

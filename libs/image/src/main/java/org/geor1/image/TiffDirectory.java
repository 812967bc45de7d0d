package org.geor1.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The first directory of a TIFF structure, which is what an EXIF block is and how a TIFF file describes its picture
 * (TIFF 6.0, section 2). Only whole numbers are looked up; what is malformed counts as absent.
 */
final class TiffDirectory {

    private static final int ENTRY_BYTES = 12;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int SIGNED_BYTE = 6;
    private static final int SIGNED_SHORT = 8;
    private static final int SIGNED_LONG = 9;
    private static final int SIGNED_RATIONAL = 10;
    private static final int FLOAT = 11;
    private static final int DOUBLE = 12;

    private final ByteBuffer tiff;
    private final int start;
    private final int claimed;
    private final int entries;

    /** @param tiff from the byte order mark on; its limit is where the structure ends */
    TiffDirectory(ByteBuffer tiff) {
        this.tiff = tiff.slice();
        if (this.tiff.limit() < 8) {
            this.start = 0;
            this.claimed = 0;
            this.entries = 0;
            return;
        }
        this.tiff.order(this.tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = this.tiff.getInt(4) & 0xFFFFFFFFL;
        boolean inside = directory + 2 <= this.tiff.limit();
        this.claimed = inside ? this.tiff.getShort((int) directory) & 0xFFFF : 0;
        this.start = inside ? (int) directory + 2 : 0;
        this.entries = Math.min(claimed, (this.tiff.limit() - start) / ENTRY_BYTES);
    }

    /** Whether all entries and all that they point to lie inside the structure. */
    boolean isComplete() {
        if (entries < claimed || claimed == 0) {
            return false;
        }
        for (int k = 0; k < entries; k++) {
            int at = start + ENTRY_BYTES * k;
            long bytes = (tiff.getInt(at + 4) & 0xFFFFFFFFL) * bytes(tiff.getShort(at + 2));
            if (bytes > 4 && (tiff.getInt(at + 8) & 0xFFFFFFFFL) + bytes > tiff.limit()) {
                return false;
            }
        }
        return true;
    }

    boolean has(int tag) {
        return entry(tag) >= 0;
    }

    /** How many values a tag has; 0 without it. */
    long count(int tag) {
        int entry = entry(tag);
        return entry < 0 ? 0 : tiff.getInt(entry + 4) & 0xFFFFFFFFL;
    }

    /** The first value of a tag, whatever type of whole number it is stored as. */
    OptionalLong integer(int tag) {
        return integer(tag, 0);
    }

    /** The value of a tag at an index from 0. */
    OptionalLong integer(int tag, int index) {
        int entry = entry(tag);
        if (entry < 0 || index >= count(tag)) {
            return OptionalLong.empty();
        }
        int at = entry + 8;
        int type = tiff.getShort(entry + 2);
        long bytes = count(tag) * bytes(type);
        if (bytes > 4) {
            // Several values lie elsewhere, and the entry says where.
            long elsewhere = tiff.getInt(at) & 0xFFFFFFFFL;
            if (elsewhere + bytes > tiff.limit()) {
                return OptionalLong.empty();
            }
            at = (int) elsewhere;
        }
        at += index * bytes(type);
        return switch (type) {
            case BYTE -> OptionalLong.of(tiff.get(at) & 0xFF);
            case SIGNED_BYTE -> OptionalLong.of(tiff.get(at));
            case SHORT -> OptionalLong.of(tiff.getShort(at) & 0xFFFF);
            case SIGNED_SHORT -> OptionalLong.of(tiff.getShort(at));
            case LONG -> OptionalLong.of(tiff.getInt(at) & 0xFFFFFFFFL);
            case SIGNED_LONG -> OptionalLong.of(tiff.getInt(at));
            default -> OptionalLong.empty();
        };
    }

    private static int bytes(int type) {
        return switch (type) {
            case SHORT, SIGNED_SHORT -> 2;
            case LONG, SIGNED_LONG, FLOAT -> 4;
            case RATIONAL, SIGNED_RATIONAL, DOUBLE -> 8;
            default -> 1;
        };
    }

    private int entry(int tag) {
        for (int k = 0; k < entries; k++) {
            int at = start + ENTRY_BYTES * k;
            if ((tiff.getShort(at) & 0xFFFF) == tag) {
                return at;
            }
        }
        return -1;
    }
}

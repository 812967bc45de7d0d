package org.geor1.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The first directory of a TIFF structure (TIFF 6.0, section 2), found in EXIF blocks and TIFF files. Only integers are
 * looked up; malformed values count as absent.
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

    /** @param tiff starts at the byte order mark; its limit is the end of the structure */
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

    /** Whether all entries and the values they point to lie within the structure. */
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

    /** Whether there are no tags but some of these, and no further directory. */
    boolean hasOnly(Set<Integer> tags) {
        for (int k = 0; k < entries; k++) {
            if (!tags.contains(tiff.getShort(start + ENTRY_BYTES * k) & 0xFFFF)) {
                return false;
            }
        }
        int next = start + ENTRY_BYTES * entries;
        return next + 4 > tiff.limit() || tiff.getInt(next) == 0;
    }

    boolean has(int tag) {
        return entry(tag) >= 0;
    }

    /** The first value of a tag, stored as any integer type. */
    OptionalLong integer(int tag) {
        Values values = values(tag);
        return values.count() == 0 ? OptionalLong.empty() : OptionalLong.of(values.get(0));
    }

    /** All values of a tag; empty if it is absent, not an integer, or extends past the end. */
    Values values(int tag) {
        int entry = entry(tag);
        if (entry < 0) {
            return new Values(tiff, 0, BYTE, 0);
        }
        int type = tiff.getShort(entry + 2);
        long count = tiff.getInt(entry + 4) & 0xFFFFFFFFL;
        long bytes = count * bytes(type);
        // Values that do not fit into the entry are stored elsewhere, at the offset it holds.
        long at = bytes > 4 ? tiff.getInt(entry + 8) & 0xFFFFFFFFL : entry + 8;
        boolean readable = isInteger(type) && at + bytes <= tiff.limit();
        return new Values(tiff, (int) at, type, readable ? (int) count : 0);
    }

    /** Consecutive integers of one type. */
    record Values(ByteBuffer tiff, int at, int type, int count) {

        long get(int index) {
            int place = at + index * bytes(type);
            return switch (type) {
                case SIGNED_BYTE -> tiff.get(place);
                case SHORT -> tiff.getShort(place) & 0xFFFF;
                case SIGNED_SHORT -> tiff.getShort(place);
                case LONG -> tiff.getInt(place) & 0xFFFFFFFFL;
                case SIGNED_LONG -> tiff.getInt(place);
                default -> tiff.get(place) & 0xFF;
            };
        }
    }

    private static boolean isInteger(int type) {
        return switch (type) {
            case BYTE, SIGNED_BYTE, SHORT, SIGNED_SHORT, LONG, SIGNED_LONG -> true;
            default -> false;
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

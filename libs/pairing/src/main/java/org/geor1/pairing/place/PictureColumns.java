package org.geor1.pairing.place;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One picture of each place: 76 bytes each, and more for those with metadata. */
public final class PictureColumns {

    private static final int HASH = 32;
    /** Of a look. */
    private static final int HASHES = 3;

    private final Names texts;
    private final byte[] hashes;
    private final long[] looks;
    private final int[] bytes;
    private final int[] widths;
    private final int[] heights;
    private final int[] encodings;
    private final int[] metadata;
    private final Map<Integer, List<Long>> values;

    private PictureColumns(Names texts, int capacity, Map<Integer, List<Long>> values) {
        this.texts = texts;
        this.hashes = new byte[Math.multiplyExact(capacity, HASH)];
        this.looks = new long[Math.multiplyExact(capacity, HASHES)];
        this.bytes = new int[capacity];
        this.widths = new int[capacity];
        this.heights = new int[capacity];
        this.encodings = new int[capacity];
        this.metadata = new int[capacity];
        this.values = values;
    }

    static PictureColumns ofCapacity(int capacity) {
        return new PictureColumns(new Names(), capacity, new HashMap<>());
    }

    PictureColumns withCapacity(int capacity) {
        PictureColumns larger = new PictureColumns(texts, capacity, values);
        for (int i = 0; i < bytes.length; i++) {
            larger.copy(i, this, i);
        }
        return larger;
    }

    PictureColumns inOrder(int[] order) {
        PictureColumns sorted = new PictureColumns(texts, order.length, new HashMap<>());
        for (int i = 0; i < order.length; i++) {
            sorted.copy(i, this, order[i]);
            List<Long> some = values.get(order[i]);
            if (some != null) {
                sorted.values.put(i, some);
            }
        }
        return sorted;
    }

    private void copy(int to, PictureColumns source, int from) {
        System.arraycopy(source.hashes, from * HASH, hashes, to * HASH, HASH);
        System.arraycopy(source.looks, from * HASHES, looks, to * HASHES, HASHES);
        bytes[to] = source.bytes[from];
        widths[to] = source.widths[from];
        heights[to] = source.heights[from];
        encodings[to] = source.encodings[from];
        metadata[to] = source.metadata[from];
    }

    void set(int place, @Nullable Picture picture) {
        if (picture == null) {
            return;
        }
        System.arraycopy(HexFormat.of().parseHex(picture.sha256()), 0, hashes, place * HASH, HASH);
        looks[place * HASHES] = picture.look().coarse();
        looks[place * HASHES + 1] = picture.look().across();
        looks[place * HASHES + 2] = picture.look().down();
        bytes[place] = picture.bytes();
        widths[place] = picture.width();
        heights[place] = picture.height();
        encodings[place] = texts.number(picture.encoding());
        metadata[place] = texts.number(picture.metadata());
        if (!picture.metadataValues().isEmpty()) {
            values.put(place, picture.metadataValues());
        }
    }

    public boolean has(int place) {
        return bytes[place] > 0;
    }

    public String sha256(int place) {
        return HexFormat.of().formatHex(hashes, place * HASH, (place + 1) * HASH);
    }

    /** The first 64 bits of the file's SHA-256: two pictures of a million share them with a probability of 3e-8. */
    public long content(int place) {
        return ByteBuffer.wrap(hashes).getLong(place * HASH);
    }

    public Look look(int place) {
        return new Look(looks[place * HASHES], looks[place * HASHES + 1], looks[place * HASHES + 2]);
    }

    public int bytes(int place) {
        return bytes[place];
    }

    public int width(int place) {
        return widths[place];
    }

    public int height(int place) {
        return heights[place];
    }

    public String encoding(int place) {
        return Objects.requireNonNullElse(texts.name(encodings[place]), "");
    }

    public String metadata(int place) {
        return Objects.requireNonNullElse(texts.name(metadata[place]), "");
    }

    public List<Long> metadataValues(int place) {
        return values.getOrDefault(place, List.of());
    }

    /** A file name that says nothing of the place: the hash of the content, and the format. */
    public String fileName(int place) {
        String format = encoding(place).split("\\W", 2)[0].toLowerCase(Locale.ROOT);
        return sha256(place) + "." + (format.equals("jpeg") ? "jpg" : format);
    }

    long memory() {
        long each = HASH + HASHES * Long.BYTES + 5L * Integer.BYTES;
        return each * bytes.length
                + values.values().stream()
                        .mapToLong(list -> 64 + 24L * list.size())
                        .sum();
    }
}

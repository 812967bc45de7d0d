package org.geor1.pairing.place;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts in one array of bytes: four bytes each beside their UTF-8. */
final class Ids {

    private byte[] text = new byte[1 << 10];
    private int[] ends = new int[1 << 6];
    private int size;

    void add(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        int end = Math.addExact(start(size), bytes.length);
        if (end > text.length) {
            text = Arrays.copyOf(text, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * end));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        System.arraycopy(bytes, 0, text, start(size), bytes.length);
        ends[size++] = end;
    }

    private int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    String get(int i) {
        return new String(text, start(i), ends[i] - start(i), StandardCharsets.UTF_8);
    }

    int compare(int one, int other) {
        return Arrays.compareUnsigned(text, start(one), ends[one], text, start(other), ends[other]);
    }

    /** Where a sorted list has the text; negative if it has not. */
    int find(String id) {
        byte[] wanted = id.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(text, start(middle), ends[middle], wanted, 0, wanted.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    Ids inOrder(int[] order) {
        Ids sorted = new Ids();
        sorted.text = new byte[Math.max(1, start(size))];
        sorted.ends = new int[Math.max(1, size)];
        int end = 0;
        for (int i = 0; i < size; i++) {
            int length = ends[order[i]] - start(order[i]);
            System.arraycopy(text, start(order[i]), sorted.text, end, length);
            end += length;
            sorted.ends[i] = end;
        }
        sorted.size = size;
        return sorted;
    }

    long bytes() {
        return text.length + 4L * ends.length;
    }
}

package org.geor1.vlm.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's printable spelling of the 256 bytes: printable bytes stand for themselves, the others become code points from
 * 256 up. A byte's id is its position in this order, as in every byte-level vocabulary derived from GPT-2's.
 */
final class ByteAlphabet {

    private static final int[] CODE_POINTS = new int[256];
    private static final int[] ID_OF_BYTE = new int[256];

    static {
        int[] order = new int[256];
        int printable = 0;
        for (int b = 0; b < 256; b++) {
            if (isPrintable(b)) {
                CODE_POINTS[b] = b;
                order[printable++] = b;
            }
        }
        int other = 0;
        for (int b = 0; b < 256; b++) {
            if (!isPrintable(b)) {
                CODE_POINTS[b] = 256 + other;
                order[printable + other++] = b;
            }
        }
        for (int id = 0; id < 256; id++) {
            ID_OF_BYTE[order[id]] = id;
        }
    }

    private ByteAlphabet() {}

    private static boolean isPrintable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE);
    }

    /** The 256 one-byte tokens, by id. */
    static String[] tokens() {
        String[] tokens = new String[256];
        for (int b = 0; b < 256; b++) {
            tokens[ID_OF_BYTE[b]] = Character.toString(CODE_POINTS[b]);
        }
        return tokens;
    }

    /** One-byte token ids of {@code text} in UTF-8. */
    static int[] ids(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        Arrays.setAll(ids, i -> ID_OF_BYTE[bytes[i] & 0xFF]);
        return ids;
    }
}

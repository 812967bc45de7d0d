package org.geor1.factcheck.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.geor1.gazetteer.Names;

/**
 * Finds texts that are the same or nearly so. Nearly so means a Jaccard similarity of at least 0.8 between their sets of
 * four consecutive words, estimated by MinHash (Broder 1997) with 64 hashes, in 16 bands of 4, which find such a pair in 999 of
 * 1,000 cases. At most 100,000 texts are compared, which bounds the memory at about 150 MB; of the others only exact
 * duplicates are found.
 */
final class NearDuplicates {
    static final int MOST_COMPARED = 100_000;

    private static final int HASHES = 64;
    private static final int BAND = 4;
    private static final int WORDS = 4;
    private static final double SIMILAR = 0.8;
    private static final int MOST_EXAMPLES = 50;

    private final Map<String, String> exact = new HashMap<>();
    private final Map<Long, Integer> bands = new HashMap<>();
    private final List<int[]> signatures = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final long[] seeds;
    private final List<List<String>> examples = new ArrayList<>();
    private int exactCount;
    private int nearCount;

    NearDuplicates() {
        SplittableRandom random = new SplittableRandom(1);
        seeds = random.longs(HASHES).toArray();
    }

    void add(String id, String text) {
        String folded = Names.fold(text);
        String earlier = exact.putIfAbsent(digest(folded), id);
        if (earlier != null) {
            exactCount++;
            example(id, earlier);
        } else if (signatures.size() < MOST_COMPARED) {
            compare(id, signature(folded));
        }
    }

    Report.Duplicates found() {
        return new Report.Duplicates(exactCount, nearCount, signatures.size(), List.copyOf(examples));
    }

    private void compare(String id, int[] signature) {
        int index = signatures.size();
        int similar = -1;
        for (int band = 0; band < HASHES / BAND; band++) {
            long key = mix(Arrays.hashCode(Arrays.copyOfRange(signature, band * BAND, (band + 1) * BAND))
                    + ((long) band << 32));
            Integer other = bands.putIfAbsent(key, index);
            if (similar < 0 && other != null && similarity(signature, signatures.get(other)) >= SIMILAR) {
                similar = other;
            }
        }
        signatures.add(signature);
        ids.add(id);
        if (similar >= 0) {
            nearCount++;
            example(id, ids.get(similar));
        }
    }

    private void example(String id, String earlier) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(List.of(id, earlier));
        }
    }

    private int[] signature(String folded) {
        String[] words = folded.split(" ");
        int[] signature = new int[HASHES];
        Arrays.fill(signature, Integer.MAX_VALUE);
        for (int i = 0; i < Math.max(1, words.length - WORDS + 1); i++) {
            String run = String.join(" ", Arrays.copyOfRange(words, i, Math.min(words.length, i + WORDS)));
            long hash = mix(((long) run.hashCode() << 32)
                    ^ new StringBuilder(run).reverse().toString().hashCode());
            for (int j = 0; j < HASHES; j++) {
                signature[j] = Math.min(signature[j], (int) (mix(hash ^ seeds[j]) >>> 33));
            }
        }
        return signature;
    }

    private static double similarity(int[] one, int[] other) {
        int same = 0;
        for (int i = 0; i < HASHES; i++) {
            same += one[i] == other[i] ? 1 : 0;
        }
        return (double) same / HASHES;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Half of a SHA-256 tells all texts apart and is small. */
    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new String(hash, 0, 16, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

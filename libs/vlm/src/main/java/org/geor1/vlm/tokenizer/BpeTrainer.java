package org.geor1.vlm.tokenizer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learns a byte-level BPE vocabulary by repeatedly merging the most frequent adjacent pair (Sennrich et al. 2016)
 * within the pieces that Qwen2's pre-tokenizer produces. Ties go to the pair with the lower ids, so a corpus always
 * gives the same vocabulary.
 *
 * <p>Meant for corpora of a few thousand distinct words: each merge scans every word.
 */
public final class BpeTrainer {

    /** Qwen2's pre-tokenizer, in the syntax of {@code tokenizer.json}. Merges never cross the end of a match. */
    static final String SPLIT = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final Pattern PIECE = Pattern.compile(SPLIT, Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, Long> pieceCounts = new LinkedHashMap<>();

    /** Counts {@code text} as if it occurred {@code weight} times. */
    public BpeTrainer add(String text, long weight) {
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be >= 1, was " + weight);
        }
        Matcher matcher = PIECE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC));
        while (matcher.find()) {
            pieceCounts.merge(matcher.group(), weight, Math::addExact);
        }
        return this;
    }

    /**
     * A vocabulary of the 256 bytes, at most {@code vocabSize - 256 - 8} merges and the 8 special tokens. Merging stops
     * early when no pair occurs at least {@code minCount} times.
     */
    public BpeVocabulary train(int vocabSize, long minCount) {
        int ordinary = vocabSize - SpecialToken.values().length;
        if (ordinary < 256) {
            throw new IllegalArgumentException("vocabSize must be >= 264, was " + vocabSize);
        }
        List<String> tokens = new ArrayList<>(List.of(ByteAlphabet.tokens()));
        Map<String, Integer> idOfToken = new HashMap<>();
        tokens.forEach(token -> idOfToken.put(token, idOfToken.size()));
        List<BpeVocabulary.Merge> merges = new ArrayList<>();
        // Sorted, so that the order in which texts were added does not matter.
        List<Word> words = new ArrayList<>();
        new TreeMap<>(pieceCounts).forEach((piece, count) -> words.add(new Word(ByteAlphabet.ids(piece), count)));
        while (tokens.size() < ordinary) {
            Pair best = mostFrequentPair(words, minCount);
            if (best == null) {
                break;
            }
            String left = tokens.get(best.left());
            String right = tokens.get(best.right());
            merges.add(new BpeVocabulary.Merge(left, right));
            // Two different pairs may spell the same token; the second merge then reuses its id.
            Integer known = idOfToken.putIfAbsent(left + right, tokens.size());
            int id = known == null ? tokens.size() : known;
            if (known == null) {
                tokens.add(left + right);
            }
            words.replaceAll(word -> word.merge(best, id));
        }
        return new BpeVocabulary(tokens, merges);
    }

    private static @Nullable Pair mostFrequentPair(List<Word> words, long minCount) {
        Map<Pair, Long> counts = new HashMap<>();
        for (Word word : words) {
            for (int i = 0; i + 1 < word.ids().length; i++) {
                counts.merge(new Pair(word.ids()[i], word.ids()[i + 1]), word.count(), Math::addExact);
            }
        }
        Pair best = null;
        long bestCount = Math.max(minCount, 1) - 1;
        for (Map.Entry<Pair, Long> entry : counts.entrySet()) {
            long count = entry.getValue();
            if (count > bestCount
                    || (count == bestCount && best != null && entry.getKey().precedes(best))) {
                best = entry.getKey();
                bestCount = count;
            }
        }
        return best;
    }

    private record Pair(int left, int right) {

        boolean precedes(Pair other) {
            return left != other.left ? left < other.left : right < other.right;
        }
    }

    private record Word(int[] ids, long count) {

        Word merge(Pair pair, int merged) {
            int[] result = new int[ids.length];
            int length = 0;
            for (int i = 0; i < ids.length; i++) {
                boolean match = i + 1 < ids.length && ids[i] == pair.left() && ids[i + 1] == pair.right();
                result[length++] = match ? merged : ids[i];
                i += match ? 1 : 0;
            }
            return length == ids.length ? this : new Word(Arrays.copyOf(result, length), count);
        }
    }
}

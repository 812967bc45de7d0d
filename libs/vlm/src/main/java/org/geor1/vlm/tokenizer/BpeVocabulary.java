package org.geor1.vlm.tokenizer;

import java.util.List;

/**
 * A byte-level BPE vocabulary; special tokens follow the ordinary ones in {@link SpecialToken} order.
 *
 * @param tokens ordinary tokens by id, in GPT-2's printable byte spelling
 * @param merges the merges, highest priority first
 */
public record BpeVocabulary(List<String> tokens, List<Merge> merges) {

    public BpeVocabulary {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    public record Merge(String left, String right) {}

    /** Number of ids, special tokens included. */
    public int size() {
        return tokens.size() + SpecialToken.values().length;
    }

    public int id(SpecialToken token) {
        return tokens.size() + token.ordinal();
    }
}

package org.geor1.vlm.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/**
 * The tokenizer of a checkpoint.
 *
 * <p>Text is always data: {@link #encode} never returns a special token, whatever the text says, because it uses a copy
 * of the tokenizer without special tokens. Special tokens enter a prompt only by id. Ordinary added tokens, such as
 * {@code <tool_call>}, count as text: if the text spells one, it gets that token's id, as in {@code transformers}.
 * Thread-safe.
 */
public final class VlmTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer plain;
    private final HuggingFaceTokenizer full;
    private final int[] specialIds;
    private final Map<String, Integer> specialTokens;
    private final BitSet allSpecialIds = new BitSet();
    private final BitSet knownIds;

    private VlmTokenizer(
            HuggingFaceTokenizer plain,
            HuggingFaceTokenizer full,
            int[] specialIds,
            Map<String, Integer> specialTokens,
            BitSet knownIds) {
        this.plain = plain;
        this.full = full;
        this.specialIds = specialIds;
        this.specialTokens = specialTokens;
        specialTokens.values().forEach(allSpecialIds::set);
        this.knownIds = knownIds;
    }

    /**
     * Loads {@code tokenizer.json} from {@code directory} or, if that is missing, {@code vocab.json} and
     * {@code merges.txt} as Qwen2's tokenizer reads them.
     *
     * @throws CheckpointException if it is not a tokenizer, or lacks one of {@link SpecialToken}
     */
    public static VlmTokenizer load(Path directory) {
        TokenizerSource source = TokenizerSource.read(directory);
        List<AddedToken> added = AddedTokens.read(directory, source);
        Map<String, Integer> special = new HashMap<>();
        added.stream().filter(AddedToken::special).forEach(token -> special.put(token.content(), token.id()));
        int[] specialIds = new int[SpecialToken.values().length];
        for (SpecialToken token : SpecialToken.values()) {
            Integer id = special.get(token.text());
            if (id == null) {
                throw new CheckpointException(source.file() + ": special token " + token.text() + " is missing");
            }
            specialIds[token.ordinal()] = id;
        }
        TokenTable table = new TokenTable(source, added);
        return new VlmTokenizer(
                NativeTokenizers.create(source.file(), table.plain()),
                NativeTokenizers.create(source.file(), table.full()),
                specialIds,
                Map.copyOf(special),
                table.ids());
    }

    /** Token ids of {@code text}, all of it as ordinary text. A lone surrogate becomes U+FFFD. */
    public int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        return Arrays.stream(plain.encode(wellFormed(text), false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Text of {@code ids} without special tokens; bytes that are not valid UTF-8 become U+FFFD. */
    public String decode(int[] ids) {
        long[] ordinary = Arrays.stream(ids)
                .filter(id -> id >= 0 && knownIds.get(id) && !allSpecialIds.get(id))
                .asLongStream()
                .toArray();
        return ordinary.length == 0 ? "" : full.decode(ordinary, false);
    }

    public int id(SpecialToken token) {
        return specialIds[token.ordinal()];
    }

    /** Ids of all special tokens by their text. */
    public Map<String, Integer> specialTokens() {
        return specialTokens;
    }

    /** One past the largest id that has a text. A model's vocabulary may be larger, padded with unused rows. */
    public int vocabSize() {
        return knownIds.length();
    }

    /**
     * Ids that a sampler must never emit: every special token except the end of turn, and the rows of a vocabulary of
     * {@code modelVocabSize} that have no text. A sampled image token would refer to features that do not exist.
     */
    public int[] suppressedIds(int modelVocabSize) {
        int endOfTurn = id(SpecialToken.IM_END);
        return IntStream.range(0, modelVocabSize)
                .filter(id -> !knownIds.get(id) || (allSpecialIds.get(id) && id != endOfTurn))
                .toArray();
    }

    /** Java strings may hold lone surrogates, which have no UTF-8 form. */
    private static String wellFormed(String text) {
        StringBuilder result = null;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (result == null) {
                result = new StringBuilder(text);
            }
            result.setCharAt(i, '\uFFFD');
        }
        return result == null ? text : result.toString();
    }

    @Override
    public void close() {
        plain.close();
        full.close();
    }
}

package org.geor1.vlm.model.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.image.Grid;
import org.geor1.vlm.image.ImagePatches;

/**
 * B prompts as the scripts take them. A prompt's last token is held apart: it opens every branch. Prefixes are padded on
 * the right to the longest, P. Equal images of all prompts are encoded once.
 *
 * @param images the distinct images
 * @param ids [B, P]
 * @param positions [3, B, P]
 * @param slots [M]: flat index into [B × P] of each image token
 * @param features [M]: the feature row that belongs there
 * @param lengths [B]: real prefix length
 * @param bases [B]: rotary position of the first completion token
 * @param last [B]: the token that opens the branches
 * @param tokens the ids that stand for images and must not be in branches
 */
public record PromptBatch(
        ImageBatch images,
        NDArray ids,
        NDArray positions,
        NDArray slots,
        NDArray features,
        NDArray lengths,
        NDArray bases,
        long[] last,
        Qwen25VlConfig.TokenIds tokens) {

    /** @throws MisalignedException naming the first prompt whose tokens, features and positions do not match */
    public static PromptBatch of(NDManager scope, Qwen25VlConfig config, List<PrefixPrompt> prompts) {
        int count = prompts.size();
        int width = prompts.stream().mapToInt(p -> p.ids().length - 1).max().orElseThrow();
        long[] ids = new long[count * width];
        long[] positions = new long[3 * count * width];
        long[] lengths = new long[count];
        long[] bases = new long[count];
        long[] last = new long[count];
        FeatureRows rows = new FeatureRows(config.vision().patches().merge());
        List<Long> slots = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            PrefixPrompt prompt = prompts.get(b);
            int length = prompt.ids().length - 1;
            int slotsBefore = slots.size();
            requirePositions(b, prompt);
            for (int i = 0; i < length; i++) {
                int id = prompt.ids()[i];
                ids[b * width + i] = id;
                for (int axis = 0; axis < 3; axis++) {
                    positions[(axis * count + b) * width + i] = prompt.positions()[axis][i];
                }
                if (id == config.tokens().image()) {
                    slots.add((long) b * width + i);
                }
            }
            int rowsBefore = rows.used.size();
            prompt.images().forEach(rows::use);
            requireFeatures(b, slots.size() - slotsBefore, rows.used.size() - rowsBefore);
            lengths[b] = length;
            bases[b] = prompt.nextPosition();
            last[b] = prompt.ids()[length];
        }
        return new PromptBatch(
                ImageBatch.of(scope, config, rows.distinct),
                scope.create(ids, new Shape(count, width)),
                scope.create(positions, new Shape(3, count, width)),
                scope.create(slots.stream().mapToLong(Long::longValue).toArray()),
                scope.create(rows.used.stream().mapToLong(Long::longValue).toArray()),
                scope.create(lengths),
                scope.create(bases),
                last,
                config.tokens());
    }

    private static void requirePositions(int index, PrefixPrompt prompt) {
        for (int[] axis : prompt.positions()) {
            if (axis.length != prompt.ids().length) {
                throw new MisalignedException(
                        index, prompt.ids().length + " tokens, but positions of " + axis.length + " tokens");
            }
        }
    }

    /** Counted prompt by prompt: one token too many here and one too few there would shift all between them. */
    private static void requireFeatures(int index, int tokens, int features) {
        if (tokens != features) {
            throw new MisalignedException(index, tokens + " image tokens, but images of " + features + " tokens");
        }
    }

    /** In the order of {@code prompt_batch} in {@code decoder.py}. */
    public List<NDArray> tensors() {
        return List.of(ids, positions, slots, features, lengths, bases);
    }

    /** Frees the pixels, once the images are encoded for the last time. */
    public void closePixels() {
        images.patches().close();
    }

    /** Whether any prompt has one. */
    public boolean hasImages() {
        return images.patches().getShape().get(0) > 0;
    }

    /** B. */
    public int count() {
        return last.length;
    }

    /** Assigns feature rows to images, the same rows to equal images. */
    private static final class FeatureRows {

        private final int merge;
        private final List<ImagePatches> distinct = new ArrayList<>();
        private final List<Long> used = new ArrayList<>();
        private final Map<Content, Long> firstRow = new HashMap<>();
        private long nextRow;

        FeatureRows(int merge) {
            this.merge = merge;
        }

        void use(ImagePatches image) {
            int tokens = image.grid().tokens(merge);
            long first = firstRow.computeIfAbsent(new Content(image.grid(), image.rows()), content -> {
                distinct.add(image);
                long row = nextRow;
                nextRow += tokens;
                return row;
            });
            for (int i = 0; i < tokens; i++) {
                used.add(first + i);
            }
        }
    }

    /** An image by value. */
    private record Content(Grid grid, float[] rows) {

        /** Shares no factor with the sizes of patches, so that all their places have their turn. */
        private static final int HASHED = 101;

        @Override
        public boolean equals(Object other) {
            return other instanceof Content that && grid.equals(that.grid) && Arrays.equals(rows, that.rows);
        }

        /** Of one value in a hundred: equality looks at all of them, and mostly there is nothing equal. */
        @Override
        public int hashCode() {
            int hash = grid.hashCode();
            for (int i = 0; i < rows.length; i += HASHED) {
                hash = 31 * hash + Float.hashCode(rows[i]);
            }
            return hash;
        }
    }
}

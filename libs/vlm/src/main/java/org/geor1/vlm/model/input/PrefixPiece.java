package org.geor1.vlm.model.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.image.ImagePatches;

/**
 * Tokens [from, to) of B prompts' prefixes, as {@code prefill} takes them. A prefix that ends earlier is padded with
 * token 0.
 *
 * @param ids [B, C]
 * @param positions [3, B, C]
 * @param features [rows, hidden] of the images that have tokens here
 * @param slots [M]: flat index into [B × C] of each image token
 * @param rows [M]: the feature row that belongs there
 */
public record PrefixPiece(NDArray ids, NDArray positions, NDArray features, NDArray slots, NDArray rows) {

    /** In the order that {@code prefill} in {@code decoder.py} takes them. */
    public List<NDArray> tensors() {
        return List.of(ids, positions, features, slots, rows);
    }

    /** @param features gives each image's features, [tokens, hidden] */
    public static PrefixPiece of(
            NDManager scope,
            Qwen25VlConfig config,
            List<PrefixPrompt> prompts,
            int from,
            int to,
            Function<ImagePatches, NDArray> features) {
        int count = prompts.size();
        int width = to - from;
        long[] ids = new long[count * width];
        long[] positions = new long[3 * count * width];
        ImageRows images = new ImageRows(config, features);
        for (int b = 0; b < count; b++) {
            PrefixPrompt prompt = prompts.get(b);
            int end = Math.min(to, prompt.ids().length - 1);
            for (int i = from; i < end; i++) {
                ids[b * width + i - from] = prompt.ids()[i];
                for (int axis = 0; axis < 3; axis++) {
                    positions[(axis * count + b) * width + i - from] = prompt.positions()[axis][i];
                }
            }
            images.place(prompt, from, end, (long) b * width);
        }
        return new PrefixPiece(
                scope.create(ids, new Shape(count, width)),
                scope.create(positions, new Shape(3, count, width)),
                images.features(scope),
                scope.create(longs(images.slots)),
                scope.create(longs(images.rows)));
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** Lays the features of the images with tokens in the piece end to end. */
    private static final class ImageRows {

        private final Qwen25VlConfig config;
        private final Function<ImagePatches, NDArray> source;
        private final NDList used = new NDList();
        private final List<Long> slots = new ArrayList<>();
        private final List<Long> rows = new ArrayList<>();
        private long laid;

        ImageRows(Qwen25VlConfig config, Function<ImagePatches, NDArray> source) {
            this.config = config;
            this.source = source;
        }

        /** Image tokens of {@code prompt} between {@code from} and {@code end}; the piece's row begins at {@code at}. */
        void place(PrefixPrompt prompt, int from, int end, long at) {
            int token = 0;
            for (ImagePatches image : prompt.images()) {
                while (prompt.ids()[token] != config.tokens().image()) {
                    token++;
                }
                int tokens = image.grid().tokens(config.vision().patches().merge());
                int first = Math.max(token, from);
                int last = Math.min(token + tokens, end);
                if (first < last) {
                    used.add(source.apply(image));
                    for (int i = first; i < last; i++) {
                        slots.add(at + i - from);
                        rows.add(laid + i - token);
                    }
                    laid += tokens;
                }
                token += tokens;
            }
        }

        NDArray features(NDManager scope) {
            if (used.isEmpty()) {
                return scope.zeros(new Shape(0, config.text().hiddenSize()), DataType.FLOAT32);
            }
            if (used.size() == 1) {
                return used.get(0);
            }
            NDArray all = NDArrays.concat(used);
            all.attach(scope);
            return all;
        }
    }
}

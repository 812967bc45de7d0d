package org.geor1.vlm.model.input;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.image.Grid;
import org.geor1.vlm.image.ImagePatches;

/**
 * Images packed one after another for the vision tower, with the index lists that say which patches attend to each
 * other. Segments of equal length share one list, so no image is padded.
 *
 * @param patches [N, 1176]
 * @param positions [N, 2]: row and column of each patch
 * @param whole one [segments, length] index array for each image size
 * @param wholeRestore [N]: where each patch stands in the concatenation of {@code whole}
 * @param window the same by attention windows
 */
public record ImageBatch(
        NDArray patches,
        NDArray positions,
        List<NDArray> whole,
        NDArray wholeRestore,
        List<NDArray> window,
        NDArray windowRestore) {

    public static ImageBatch of(NDManager scope, Qwen25VlConfig config, List<ImagePatches> images) {
        int merge = config.vision().patches().merge();
        int patchCount =
                images.stream().mapToInt(image -> image.grid().patches()).sum();
        long[] positions = new long[2 * patchCount];
        Segments whole = new Segments(patchCount);
        Segments window = new Segments(patchCount);
        int at = 0;
        for (ImagePatches image : images) {
            place(image.grid(), merge, config.vision().windowTokens(), at, positions, whole, window);
            at += image.grid().patches();
        }
        return new ImageBatch(
                patches(scope, images, patchCount, config.vision().patches().dim()),
                scope.create(positions, new Shape(patchCount, 2)),
                whole.indexes(scope),
                whole.restore(scope),
                window.indexes(scope),
                window.restore(scope));
    }

    /** Patches stand in the order (token row, token column, row in token, column in token). */
    private static void place(
            Grid grid, int merge, int windowTokens, int at, long[] positions, Segments whole, Segments window) {
        int columns = grid.w() / merge;
        int rows = grid.h() / merge;
        int perToken = merge * merge;
        int[] all = new int[grid.patches()];
        Map<Integer, List<Integer>> windows = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i++) {
            int token = i / perToken;
            int row = token / columns;
            int column = token % columns;
            int patch = at + i;
            all[i] = patch;
            positions[2 * patch] = (long) row * merge + i % perToken / merge;
            positions[2 * patch + 1] = (long) column * merge + i % merge;
            int windowsAcross = (columns + windowTokens - 1) / windowTokens;
            windows.computeIfAbsent(row / windowTokens * windowsAcross + column / windowTokens, w -> new ArrayList<>())
                    .add(patch);
        }
        if (rows * columns * perToken != all.length) {
            throw new IllegalArgumentException("grid " + grid + " is not a whole number of tokens");
        }
        whole.add(all);
        windows.values()
                .forEach(members ->
                        window.add(members.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** In the order of {@code image_batch} in {@code vision.py}; the index lists go beside it. */
    public List<NDArray> tensors() {
        return tensors(patches);
    }

    /** The same for a call that takes features in place of pixels, which may be closed. */
    public List<NDArray> tensorsWithoutPixels(NDManager scope) {
        return tensors(scope.zeros(new Shape(0, 0)));
    }

    private List<NDArray> tensors(NDArray pixels) {
        return List.of(pixels, positions, wholeRestore, windowRestore);
    }

    private static NDArray patches(NDManager scope, List<ImagePatches> images, int patchCount, int dim) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(patchCount, dim), 4))
                .order(ByteOrder.nativeOrder());
        FloatBuffer rows = bytes.asFloatBuffer();
        images.forEach(image -> rows.put(image.rows()));
        return scope.create(bytes, new Shape(patchCount, dim), DataType.FLOAT32);
    }

    /** Segments by length, and the way back. */
    private static final class Segments {

        private final Map<Integer, List<int[]>> byLength = new LinkedHashMap<>();
        private final int patchCount;

        Segments(int patchCount) {
            this.patchCount = patchCount;
        }

        void add(int[] members) {
            byLength.computeIfAbsent(members.length, length -> new ArrayList<>())
                    .add(members);
        }

        List<NDArray> indexes(NDManager scope) {
            List<NDArray> indexes = new ArrayList<>();
            byLength.forEach((length, segments) -> {
                long[] flat = new long[length * segments.size()];
                int at = 0;
                for (int[] segment : segments) {
                    for (int patch : segment) {
                        flat[at++] = patch;
                    }
                }
                indexes.add(scope.create(flat, new Shape(segments.size(), length)));
            });
            if (indexes.isEmpty()) {
                // Scripts cannot be given a list of nothing.
                indexes.add(scope.create(new long[0], new Shape(0, 0)));
            }
            return indexes;
        }

        NDArray restore(NDManager scope) {
            long[] restore = new long[patchCount];
            int at = 0;
            for (List<int[]> segments : byLength.values()) {
                for (int[] segment : segments) {
                    for (int patch : segment) {
                        restore[patch] = at++;
                    }
                }
            }
            return scope.create(restore);
        }
    }
}

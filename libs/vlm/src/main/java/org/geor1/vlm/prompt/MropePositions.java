package org.geor1.vlm.prompt;

import java.util.List;
import org.geor1.vlm.image.Grid;

/**
 * Three-axis rotary positions (M-RoPE). Text advances all axes by one; an image that starts at s with merged size H × W
 * places token k at (s, s + k div W, s + k mod W), and what follows it at s + max(H, W).
 *
 * @param axes [3][tokens]: time, height, width
 * @param next the position, on every axis, of the first token after these, which is not the number of tokens
 */
public record MropePositions(int[][] axes, int next) {

    /**
     * @throws IllegalArgumentException if runs of image tokens and grids do not match one to one, since positions,
     *     tokens and features would silently disagree
     */
    public static MropePositions of(int[] ids, int imageTokenId, List<Grid> grids, int merge) {
        int[][] axes = new int[3][ids.length];
        int next = 0;
        int image = 0;
        for (int i = 0; i < ids.length; ) {
            if (ids[i] != imageTokenId) {
                for (int[] axis : axes) {
                    axis[i] = next;
                }
                next++;
                i++;
                continue;
            }
            int run = runLength(ids, i);
            int expected = image < grids.size() ? grids.get(image).tokens(merge) : 0;
            if (run != expected) {
                throw new IllegalArgumentException(
                        "image " + image + " at token " + i + ": expected " + expected + " image tokens, found " + run);
            }
            Grid grid = grids.get(image++);
            int height = grid.h() / merge;
            int width = grid.w() / merge;
            for (int k = 0; k < run; k++, i++) {
                axes[0][i] = next + k / (height * width);
                axes[1][i] = next + k / width % height;
                axes[2][i] = next + k % width;
            }
            next += Math.max(height, width);
        }
        if (image != grids.size()) {
            throw new IllegalArgumentException("expected " + grids.size() + " images, found " + image);
        }
        return new MropePositions(axes, next);
    }

    private static int runLength(int[] ids, int start) {
        int end = start;
        while (end < ids.length && ids[end] == ids[start]) {
            end++;
        }
        return end - start;
    }
}

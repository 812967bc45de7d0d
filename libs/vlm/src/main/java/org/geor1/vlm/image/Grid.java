package org.geor1.vlm.image;

/**
 * An image's size in patches, before they are merged into tokens.
 *
 * @param t frames after temporal merging; 1 for an image
 * @param h rows of patches
 * @param w columns of patches
 */
public record Grid(int t, int h, int w) {

    public int patches() {
        return t * h * w;
    }

    /** Tokens it takes in a prompt, when squares of {@code merge} × {@code merge} patches become one. */
    public int tokens(int merge) {
        return patches() / (merge * merge);
    }
}

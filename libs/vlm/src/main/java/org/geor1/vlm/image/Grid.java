package org.geor1.vlm.image;

/**
 * An image's size in patches, before merging into tokens.
 *
 * @param t frames after temporal merging; 1 for an image
 * @param h rows of patches
 * @param w columns of patches
 */
public record Grid(int t, int h, int w) {

    public int patches() {
        return t * h * w;
    }

    /** Number of prompt tokens if each square of {@code merge} × {@code merge} patches becomes one token. */
    public int tokens(int merge) {
        return patches() / (merge * merge);
    }
}

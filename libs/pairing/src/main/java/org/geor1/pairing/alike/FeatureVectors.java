package org.geor1.pairing.alike;

import org.jspecify.annotations.Nullable;

/** Feature vectors of tiles, such as a model's vision tower gives. */
@FunctionalInterface
public interface FeatureVectors {

    /**
     * The vector of a tile, of the same length for all; or null if there is none.
     *
     * @param tileSha256 hash of the tile's file, 64 hexadecimal digits
     */
    float @Nullable [] of(String tileSha256);
}

package org.geor1.geo.source;

import java.util.Locale;

/** What kind of picture an image is. */
public enum ImageRole {
    /** A street seen all around, 360° wide. */
    PANORAMA,
    /** Seen from above, north up. */
    TILE,
    /** Seen from the ground, in one direction. */
    PHOTO,
    /** Any other, or unknown. */
    IMAGE;

    /** @throws IllegalArgumentException if the word is none of a role */
    public static ImageRole of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.geor1.data;

import java.util.Locale;

/** What a picture shows: a street panorama, a satellite tile, a photo, or something that the dataset does not say. */
public enum ImageRole {
    PANORAMA,
    TILE,
    PHOTO,
    IMAGE;

    /** As in the canonical form. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}

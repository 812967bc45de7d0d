package org.geor1.miniearth.render;

import org.geor1.geo.source.ImageRole;

/** The two ways to look at a place. */
public enum View {
    PANORAMA(ImageRole.PANORAMA),
    TILE(ImageRole.TILE);

    private final ImageRole role;

    View(ImageRole role) {
        this.role = role;
    }

    /** What kind of image it gives. */
    public ImageRole role() {
        return role;
    }
}

package org.geor1.miniearth.render;

/** The two ways to look at a place. */
public enum View {
    PANORAMA,
    TILE
}

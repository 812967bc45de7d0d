package org.geor1.geo.render;

/** The two ways to look at a place. */
public enum View {
    PANORAMA,
    TILE
}

package org.geor1.miniearth.render;

import java.util.List;

/**
 * What a cell holds, before any view of it is painted. Both views paint the same scene, so a tile and a panorama are
 * two pictures of one place.
 *
 * @param base ground colour
 * @param accent second ground colour (the other stripe, the far water, the court …)
 * @param stripes for stripes and ripples, how many
 * @param northSouth whether stripes run north to south
 */
record CellScene(Ground ground, int base, int accent, int stripes, boolean northSouth, List<Item> items) {
    enum Ground {
        PLAIN,
        WATER,
        STRIPES,
        COURT,
        DUNES
    }
}

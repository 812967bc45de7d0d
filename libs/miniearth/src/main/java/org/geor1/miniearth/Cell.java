package org.geor1.miniearth;

import org.jspecify.annotations.Nullable;

/**
 * One cell of a city's lattice. Junctions lie at (even, even), ordinary blocks at (odd, odd), and
 * every other cell is a feature cell shared by the two junctions beside it.
 *
 * @param x cells east of the city's north-west junction
 * @param y cells south of it
 * @param feature what a feature cell holds; null for junctions and blocks
 * @param seed the cell's own seed, from which its details are drawn in every view
 */
public record Cell(City city, int x, int y, @Nullable Feature feature, long seed) {}

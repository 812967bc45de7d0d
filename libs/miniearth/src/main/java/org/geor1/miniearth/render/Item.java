package org.geor1.miniearth.render;

/**
 * One thing standing in a cell.
 *
 * @param u position of its middle, 0 at the cell's west edge to 1 at the east
 * @param v position of its middle, 0 at the north edge to 1 at the south
 * @param width extent from west to east, in cell sides
 * @param depth extent from north to south, in cell sides
 * @param height in logical panorama pixels when seen from the cell's near edge
 * @param colour its main colour (roof, crown, sail …)
 * @param accent its second colour (wall, trunk, hull …)
 */
record Item(Kind kind, double u, double v, double width, double depth, double height, int colour, int accent) {
    enum Kind {
        TREE,
        CONIFER,
        HOUSE,
        TOWER,
        SHED,
        CHIMNEY,
        DOME,
        BOAT,
        BALE,
        ROCK,
        BUILDING
    }
}

package org.geor1.miniearth.render;

import java.awt.image.BufferedImage;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;

/**
 * Renders places of one planet. Pictures depend on nothing but the planet's seed, the place and the
 * scale; they are {@link BufferedImage#TYPE_INT_RGB} and need no display. Safe for use by many
 * threads.
 *
 * <p>A tile is 84 × 84 pixels: the crossing in the middle of 3 × 3 cells of 28. A panorama is 224 ×
 * 56: eight octants of 28 (45° each) clockwise from north. Scale 1 is what models see; scale {@code
 * s} is the same picture drawn with {@code s × s} as many pixels, for people.
 */
public final class MiniEarthRenderer {
    /** Width and height of a tile at scale 1. */
    public static final int TILE_SIZE = TileRenderer.SIZE;

    /** Width of a panorama at scale 1. */
    public static final int PANORAMA_WIDTH = PanoramaRenderer.WIDTH;

    /** Height of a panorama at scale 1. */
    public static final int PANORAMA_HEIGHT = PanoramaRenderer.HEIGHT;

    private final TileRenderer tiles;
    private final PanoramaRenderer panoramas;

    public MiniEarthRenderer(MiniEarth earth) {
        this.tiles = new TileRenderer(earth);
        this.panoramas = new PanoramaRenderer(earth);
    }

    /** The satellite tile as the model sees it. */
    public BufferedImage tile(Place place) {
        return tile(place, 1);
    }

    public BufferedImage tile(Place place, int scale) {
        return tiles.render(place, scale);
    }

    /** The street panorama as the model sees it. */
    public BufferedImage panorama(Place place) {
        return panorama(place, 1);
    }

    public BufferedImage panorama(Place place, int scale) {
        return panoramas.render(place, scale);
    }

    public BufferedImage render(View view, Place place, int scale) {
        return view == View.TILE ? tile(place, scale) : panorama(place, scale);
    }
}

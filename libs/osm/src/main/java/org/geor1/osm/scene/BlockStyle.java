package org.geor1.osm.scene;

import java.util.List;
import org.geor1.geo.paint.Rgb;
import org.geor1.geo.seed.SeedStream;
import org.geor1.osm.map.BuildingForm;
import org.geor1.osm.map.BuildingForm.RoofPitch;
import org.geor1.osm.scene.Scene.Block;

/** What a building looks like where its tags say nothing: always the same for the same building. */
final class BlockStyle {

    private static final long SALT = 0xB10C;
    private static final int NONE = -1;
    private static final double SLOPE = 0.7;
    private static final double MAX_ROOF = 5;
    private static final int MAX_CORNERS = 8;
    private static final double LARGEST_HOUSE = 260;
    private static final double TALLEST_HOUSE = 11;
    private static final List<Integer> WALLS =
            List.of(0xD8CBB4, 0xCDBFA6, 0xE2DACB, 0xC9B79C, 0xB8A48C, 0xD9D2C6, 0xBFA58A, 0xC8C4BC, 0xD6BFA9, 0xB98E74);
    private static final List<Integer> TILES = List.of(0xA5563F, 0x9B4B3A, 0x8C4A3C, 0x7A4A40, 0x6B5148, 0x5E5A5C);
    private static final List<Integer> FLATS = List.of(0x9C9A97, 0xAFACA7, 0x8B8A88, 0xB9B5AE, 0xA39C92);

    private BlockStyle() {}

    /** @param key positions that no other building has */
    static Block of(double[][] rings, BuildingForm form, int[] key) {
        SeedStream random = SeedStream.of(SALT, key[0], key[1]);
        double rise = rise(rings, form);
        int wall = random.pick(WALLS);
        int roof = random.pick(rise > 0 ? TILES : FLATS);
        return new Block(
                rings,
                form,
                form.wall() == NONE ? Rgb.jitter(wall, random, 8) : form.wall(),
                form.roof() == NONE ? Rgb.jitter(roof, random, 8) : form.roof(),
                rise);
    }

    private static double rise(double[][] rings, BuildingForm form) {
        double[] ring = rings[0];
        if (form.pitch() == RoofPitch.FLAT
                || rings.length > 1
                || ring.length > 2 * MAX_CORNERS
                || !Polygons.convex(ring)) {
            return 0;
        }
        boolean house = Math.abs(Polygons.area(ring)) <= LARGEST_HOUSE && form.height() <= TALLEST_HOUSE;
        if (form.pitch() == RoofPitch.UNKNOWN && !house) {
            return 0;
        }
        return Math.min(MAX_ROOF, SLOPE * Polygons.halfWidth(ring));
    }
}

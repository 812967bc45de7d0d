package org.geor1.osm.scene;

import java.util.List;
import org.geor1.osm.map.BuildingForm;
import org.geor1.osm.map.Ground;
import org.geor1.osm.map.LineKind;
import org.geor1.osm.map.StreetClass;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a viewpoint. Positions are metres east and north of it, as x and y in turns; rings repeat no point and
 * are filled by the even-odd rule. Tile and panorama are both painted from this and from nothing else.
 *
 * @param radius metres to each side for which the scene is complete; shapes are cut there
 */
public record Scene(
        double radius,
        List<Patch> patches,
        List<Watercourse> watercourses,
        List<Track> tracks,
        List<Way> ways,
        List<Block> blocks,
        List<Plant> plants) {

    /** Metres from the ground to the eye of whoever stands at the viewpoint. */
    public static final double EYE = 2.5;

    /** Ground of one kind. */
    public record Patch(double[][] rings, Ground ground) {}

    /** Water that runs along a line. */
    public record Watercourse(double[] line, LineKind kind, double width) {}

    /** A track of a railway. */
    public record Track(double[] line, LineKind kind, double width) {}

    /** A street. */
    public record Way(
            double[] line,
            StreetClass streetClass,
            double width,
            @Nullable String name) {}

    /**
     * A building.
     *
     * @param wall 0xRRGGBB
     * @param roof 0xRRGGBB
     * @param roofHeight metres that the roof rises above the walls; positive only for a single convex ring
     */
    public record Block(double[][] rings, BuildingForm form, int wall, int roof, double roofHeight) {}

    /**
     * A tree.
     *
     * @param crown radius of its crown
     */
    public record Plant(double x, double y, double height, double crown, boolean conifer) {}
}

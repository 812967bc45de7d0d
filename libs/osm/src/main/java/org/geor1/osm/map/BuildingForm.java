package org.geor1.osm.map;

/**
 * What a building looks like, from its tags or, where they say nothing, from its kind.
 *
 * @param height metres from the ground to the top of the walls
 * @param base metres from the ground to the bottom of the walls
 * @param levels storeys that {@code building:levels} gives, or 0 if it does not
 * @param heightTagged whether a tag gives the height
 * @param wall 0xRRGGBB, or -1 if no tag gives a colour
 * @param roof the same for the roof
 * @param pitch whether its roof slopes
 */
public record BuildingForm(
        double height, double base, int levels, boolean heightTagged, int wall, int roof, RoofPitch pitch) {

    /** What the tags say of the roof's slope. */
    public enum RoofPitch {
        FLAT,
        PITCHED,
        /** They say nothing. */
        UNKNOWN
    }
}

package org.geor1.osm.paint;

import org.geor1.osm.map.Ground;
import org.geor1.osm.map.StreetClass;

/** Colours of the ground, 0xRRGGBB. */
final class Palette {

    static final int LAND = 0xB9BF9C;
    static final int WATER = 0x4F86A8;
    static final int BALLAST = 0x8A8178;
    static final int RAIL = 0x4E4A4A;
    static final int SLEEPER = 0x6B5F55;
    static final int TRAM_BED = 0x85868A;
    static final int KERB = 0xB5B2AC;
    static final int MARKING = 0xE9E7E0;
    static final int TRUNK = 0x6A4F3A;
    static final int LEAVES = 0x4F7F3F;
    static final int NEEDLES = 0x33603F;
    static final int ZENITH = 0x6FA5DA;
    static final int HAZE = 0xDCE8F1;
    static final int GLASS = 0x46535F;

    private Palette() {}

    static int of(Ground ground) {
        return switch (ground) {
            case RESIDENTIAL -> 0xC2BFAA;
            case COMMERCIAL -> 0xC6BDB4;
            case INDUSTRIAL -> 0xBDB8B8;
            case FARMLAND -> 0xC9BB83;
            case GRASS -> 0x93B36B;
            case WOOD -> 0x5B7F4A;
            case PARK -> 0x84B262;
            case SAND -> 0xE3D5A5;
            case CEMETERY -> 0x9DB38A;
            case PITCH -> 0x4F9A63;
            case WATER -> WATER;
            case PARKING -> 0x9A9A9C;
            case SQUARE -> 0xCFC6B8;
        };
    }

    static int of(StreetClass street) {
        return switch (street) {
            case MOTORWAY, MOTORWAY_LINK, TRUNK, TRUNK_LINK -> 0x66676B;
            case PRIMARY, PRIMARY_LINK, SECONDARY, SECONDARY_LINK -> 0x6E6F72;
            case PEDESTRIAN, LIVING_STREET -> 0xB3A99B;
            case FOOTWAY, STEPS -> 0xC9BFA9;
            case CYCLEWAY -> 0xA9776A;
            case TRACK, PATH, BRIDLEWAY -> 0xB39A74;
            default -> 0x77787B;
        };
    }
}

package org.geor1.osm.map;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the value of {@code highway} says of a street: how wide it is where no tag does, and whether cars stop to look. */
public enum StreetClass {
    MOTORWAY(14, false),
    MOTORWAY_LINK(6, false),
    TRUNK(12, true),
    TRUNK_LINK(6, false),
    PRIMARY(11, true),
    PRIMARY_LINK(6, true),
    SECONDARY(9, true),
    SECONDARY_LINK(6, true),
    TERTIARY(8, true),
    TERTIARY_LINK(6, true),
    UNCLASSIFIED(6, true),
    RESIDENTIAL(6.5, true),
    LIVING_STREET(5.5, true),
    PEDESTRIAN(6, true),
    SERVICE(4, false),
    TRACK(3, false),
    FOOTWAY(1.8, false),
    CYCLEWAY(2.2, false),
    PATH(1.4, false),
    STEPS(2, false),
    BRIDLEWAY(1.6, false);

    private static final Map<String, StreetClass> BY_WORD = new HashMap<>();

    static {
        for (StreetClass value : values()) {
            BY_WORD.put(value.word(), value);
        }
    }

    private final double width;
    private final boolean viewed;

    StreetClass(double width, boolean viewed) {
        this.width = width;
        this.viewed = viewed;
    }

    /** The class that the tag's value names, or null. */
    static @Nullable StreetClass of(String value) {
        return BY_WORD.get(value);
    }

    /** Usual width in metres. */
    public double width() {
        return width;
    }

    /** Whether views are taken from such a street, and its crossings with others count as junctions. */
    public boolean viewed() {
        return viewed;
    }

    /** Whether cars have it to themselves, with a kerb along it. */
    public boolean carriageway() {
        return compareTo(LIVING_STREET) <= 0;
    }

    /** The value of {@code highway}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

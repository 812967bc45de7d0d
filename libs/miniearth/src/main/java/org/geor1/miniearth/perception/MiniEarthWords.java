package org.geor1.miniearth.perception;

import java.util.List;
import java.util.stream.Collectors;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Place;

/** Descriptions by some of a place's cues. */
final class MiniEarthWords {

    private MiniEarthWords() {}

    /** For example {@code north lake, west field}. */
    static String describe(Place place, List<Direction> directions) {
        return directions.stream()
                .map(direction ->
                        direction.word() + " " + place.cues().at(direction).word())
                .collect(Collectors.joining(", "));
    }
}

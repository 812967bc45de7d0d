package org.geor1.geo.cot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.geor1.geo.miniearth.Cues;
import org.geor1.geo.miniearth.Direction;

/** What a lettered image shows, held against a description up to the first cue that differs. */
final class Elimination {

    static final String NO_MATCH = "none";

    private Elimination() {}

    /** For example {@code A north lake, east sand no}. */
    static String clause(char letter, Cues seen, Cues described) {
        List<Direction> held = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            held.add(direction);
            if (described.at(direction) != seen.at(direction)) {
                break;
            }
        }
        String cues = held.stream()
                .map(direction -> direction.word() + " " + seen.at(direction).word())
                .collect(Collectors.joining(", "));
        return letter + " " + cues + (seen.equals(described) ? " yes" : " no");
    }
}

package org.geor1.miniearth.cot;

import java.util.List;
import java.util.StringJoiner;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;

/**
 * Compares what an image shows with a description, cue by cue, up to the first that differs. Each pair stands side by
 * side with its verdict, so neither a reader nor the model that learns to write it has to look back.
 */
public final class Elimination {

    static final String NO_MATCH = "none";

    /** The name of an image of a place. */
    public static final String RULE = "every cue must agree";

    /** Its opposite, for planted errors. */
    static final String FALSE_RULE = "no cue must agree";

    private Elimination() {}

    /** For example {@code north lake vs lake yes, east sand vs forest no}: it fits if the last verdict is yes. */
    public static String hold(Cues seen, Cues described, List<Direction> named) {
        StringJoiner cues = new StringJoiner(", ");
        for (Direction direction : named) {
            cues.add(pair(direction, seen.at(direction), described.at(direction)));
            if (seen.at(direction) != described.at(direction)) {
                break;
            }
        }
        return cues.toString();
    }

    /** For example {@code north lake vs sand no}. */
    public static String pair(Direction direction, Feature seen, Feature described) {
        return direction.word() + " " + seen.word() + " vs " + described.word() + (seen == described ? " yes" : " no");
    }

    /** All four cues of a lettered image, for example {@code A north sand vs lake no}. */
    static String clause(char letter, Cues seen, Cues described) {
        return letter + " " + hold(seen, described, List.of(Direction.values()));
    }
}

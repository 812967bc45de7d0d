package org.geor1.geo.cot;

import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.geo.miniearth.Direction;
import org.geor1.geo.miniearth.Place;
import org.geor1.geo.render.View;
import org.jspecify.annotations.Nullable;

/**
 * A question about a single image of a place. None of them offers tiles to choose from: the
 * scaffolding stage must not see the task that the elevating stage learns.
 *
 * @param asked the direction in question, exactly for {@link Kind#LIES}
 */
public record CotQuestion(Kind kind, @Nullable Direction asked) {
    /** What is asked. */
    public enum Kind {
        CITY,
        COUNTRY,
        CLIMATE,
        /** What lies in a given direction. */
        LIES,
        /** On which side cars drive. */
        SIDE
    }

    public CotQuestion {
        if ((kind == Kind.LIES) != (asked != null)) {
            throw new IllegalArgumentException("a direction belongs to LIES and to nothing else, not to " + kind);
        }
    }

    /** The prompt about one {@code <image>}. */
    public String prompt(View view) {
        String source = view == View.PANORAMA ? "panorama:<image> " : "tile:<image> ";
        return source + ThinkAnswer.INSTRUCTION + " " + text();
    }

    private String text() {
        return switch (kind) {
            case CITY -> "which city is this?";
            case COUNTRY -> "which country is this?";
            case CLIMATE -> "what climate is this?";
            case LIES -> "what lies " + direction().word() + "?";
            case SIDE -> "on which side do cars drive?";
        };
    }

    /** The true one-word answer. */
    public String answer(Place place) {
        return switch (kind) {
            case CITY -> place.city().name();
            case COUNTRY -> place.country().name();
            case CLIMATE -> place.climate().word();
            case LIES -> place.cues().at(direction()).word();
            case SIDE -> place.drivingSide().word();
        };
    }

    /** The direction in question, for {@link Kind#LIES} only. */
    Direction direction() {
        if (asked == null) {
            throw new IllegalStateException(kind + " asks for no direction");
        }
        return asked;
    }
}

package org.geor1.miniearth.cot;

import java.util.Locale;
import java.util.Map;
import org.geor1.geo.task.Question;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;
import org.jspecify.annotations.Nullable;

/**
 * A question about a single image of a place. None of them offers images to choose from, because the scaffolding stage
 * must not see the task that the elevating stage learns.
 *
 * @param asked the direction in question; set for {@link Kind#LIES} only
 * @param claim what is claimed of the image; set for {@link Kind#FITS} only
 */
public record CotQuestion(
        Kind kind, @Nullable Direction asked, @Nullable Claim claim) {

    /**
     * A description that may or may not match the image. For a tile it says where the tile should be; for a panorama it
     * describes a tile that should be there.
     *
     * @param letter the tile's label
     */
    public record Claim(char letter, Cues described) {
        /** The other side of the comparison: the place in question, seen from the street or described. */
        Cues wanted(Place place, View view) {
            return view == View.PANORAMA ? place.cues() : described;
        }

        /** The tile compared with it. */
        String verdict(Place place, View view) {
            Cues tile = view == View.PANORAMA ? described : place.cues();
            return Elimination.clause(letter, tile, wanted(place, view));
        }
    }

    /** What is asked. */
    public enum Kind {
        CITY,
        COUNTRY,
        CLIMATE,
        /** What lies in a given direction. */
        LIES,
        /** On which side cars drive. */
        SIDE,
        /** Whether a lettered tile shows a place; one of the two is seen, the other described. */
        FITS
    }

    public CotQuestion {
        if ((kind == Kind.LIES) != (asked != null)) {
            throw new IllegalArgumentException("a direction belongs to LIES and to nothing else, not to " + kind);
        }
        if ((kind == Kind.FITS) != (claim != null)) {
            throw new IllegalArgumentException("a claim belongs to FITS and to nothing else, not to " + kind);
        }
    }

    /** A question without a direction or a claim. */
    public CotQuestion(Kind kind) {
        this(kind, null, null);
    }

    /** What lies in that direction. */
    public static CotQuestion lies(Direction direction) {
        return new CotQuestion(Kind.LIES, direction, null);
    }

    /** Whether the tile with this letter shows the place, one of them described. */
    public static CotQuestion fits(char letter, Cues described) {
        return new CotQuestion(Kind.FITS, null, new Claim(letter, described));
    }

    /** What is asked of that view of a place, for a prompt style to word. */
    public Question.Reasoning asked(View view) {
        return new Question.Reasoning(
                kind.name().toLowerCase(Locale.ROOT),
                view.role(),
                switch (kind) {
                    case LIES -> Map.of("direction", direction().word());
                    case FITS ->
                        Map.of(
                                "letter", String.valueOf(claimed().letter()),
                                "described", claimed().described().describe());
                    default -> Map.of();
                });
    }

    /** The true one-word answer. */
    public String answer(Place place) {
        return switch (kind) {
            case CITY -> place.city().name();
            case COUNTRY -> place.country().name();
            case CLIMATE -> place.climate().word();
            case LIES -> place.cues().at(direction()).word();
            case SIDE -> place.drivingSide().word();
            case FITS ->
                place.cues().equals(claimed().described())
                        ? String.valueOf(claimed().letter())
                        : Elimination.NO_MATCH;
        };
    }

    /** The cues to name first: those of the place in question, whether seen or described. */
    Cues wanted(Place place, View view) {
        return claim == null ? place.cues() : claim.wanted(place, view);
    }

    /** The direction in question, for {@link Kind#LIES} only. */
    Direction direction() {
        if (asked == null) {
            throw new IllegalStateException(kind + " asks for no direction");
        }
        return asked;
    }

    /** The claim in question, for {@link Kind#FITS} only. */
    Claim claimed() {
        if (claim == null) {
            throw new IllegalStateException(kind + " claims nothing");
        }
        return claim;
    }
}

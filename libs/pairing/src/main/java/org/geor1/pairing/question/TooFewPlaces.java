package org.geor1.pairing.question;

import java.util.Locale;
import org.geor1.pairing.place.Split;

/** There is no question here; the message says where, why and what to do. */
public final class TooFewPlaces extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;

    private TooFewPlaces(String problem, String remedy) {
        super(problem + ". " + remedy);
        this.problem = problem;
    }

    /** Where and why, without what to do: for doors whose options have other names than those of the builder. */
    public String problem() {
        return problem;
    }

    /** @param where such as a city */
    static TooFewPlaces of(String where, Split split, int places, PairingRules rules) {
        String apart = rules.confusers() == Confusers.DISTANCE
                ? text("%,.0f to %,.0f m apart", rules.separationMetres(), rules.maxMetres())
                : text("at least %,.0f m apart", rules.separationMetres());
        return new TooFewPlaces(
                text(
                        "%s has %d %s that a question can set beside each other (%s, with tiles that differ), and it"
                                + " needs %d",
                        split == Split.NONE ? where : where + " (split " + split.title() + ")",
                        places,
                        places == 1 ? "place" : "places",
                        apart,
                        rules.candidates()),
                text(
                        "Add places there or leave them out, or ask for fewer candidates, for other confusers than %s,"
                                + " or for less distance between them",
                        rules.confusers().title()));
    }

    /** @param field that these places lack, such as "city" */
    static TooFewPlaces withoutName(long places, String field, Confusers confusers) {
        return new TooFewPlaces(
                text(
                        "places have no %s (%d of them), so confusers %s cannot be found for them",
                        field, places, confusers.title()),
                "Add it to the dataset or leave them out, or ask for confusers global or distance");
    }

    static TooFewPlaces atAll(Split split) {
        return new TooFewPlaces(
                "no place" + (split == Split.NONE ? "" : " of split " + split.title())
                        + " has a panorama and enough others for a question",
                "Add places, or ask for fewer candidates or for other confusers");
    }

    /** There is nothing to ask about. */
    public static TooFewPlaces withoutPanoramas() {
        return new TooFewPlaces(
                "no place has a panorama",
                "Read a dataset whose samples have a panorama, or a photo taken from the street, and a tile");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

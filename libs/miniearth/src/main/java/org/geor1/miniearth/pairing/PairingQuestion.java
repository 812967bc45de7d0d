package org.geor1.miniearth.pairing;

import java.util.List;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Question;
import org.geor1.miniearth.Place;

/**
 * One street panorama and k satellite tiles, exactly one of them of the same place (Geo-R1, stage
 * two).
 *
 * @param id unique within its data set
 * @param panorama the place seen from the street
 * @param candidates the places seen from above, in the order of their letters; k of them
 * @param truth index of the panorama's place among the candidates
 * @param hardness the most cues, 1 to 3, that any confuser shares with the truth
 */
public record PairingQuestion(
        String id, Place panorama, List<Place> candidates, int truth, ConfuserMode mode, int hardness) {

    public PairingQuestion {
        candidates = List.copyOf(candidates);
        if (candidates.size() < 2 || candidates.size() > Question.MAX_CANDIDATES) {
            throw new IllegalArgumentException("a question needs 2 to 10 candidates, got " + candidates.size());
        }
        if (candidates.get(truth).id() != panorama.id()) {
            throw new IllegalArgumentException("candidate " + Question.letter(truth) + " is not the panorama's place");
        }
    }

    /** The right answer, {@code "A"} to {@code "J"}. */
    public String answer() {
        return Question.letter(truth);
    }

    /** What is asked, for a prompt style to word. */
    public Question.Pairing asked() {
        return new Question.Pairing(candidates.size());
    }
}

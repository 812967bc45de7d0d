package org.geor1.miniearth.pairing;

import java.util.List;
import java.util.stream.IntStream;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.prompt.PromptLayout;

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

    /** The most candidates that letters A to J can name. */
    public static final int MAX_CANDIDATES = 10;

    public PairingQuestion {
        candidates = List.copyOf(candidates);
        if (candidates.size() < 2 || candidates.size() > MAX_CANDIDATES) {
            throw new IllegalArgumentException("a question needs 2 to 10 candidates, got " + candidates.size());
        }
        if (candidates.get(truth).id() != panorama.id()) {
            throw new IllegalArgumentException("candidate " + letter(truth) + " is not the panorama's place");
        }
    }

    /** The right answer, {@code "A"} to {@code "J"}. */
    public String answer() {
        return letter(truth);
    }

    /** The prompt, with one {@code <image>} for the panorama and one between each letter's two mentions. */
    public String prompt() {
        return prompt(candidates.size());
    }

    /** The prompt of any question with k candidates. */
    public static String prompt(int k) {
        List<String> letters =
                IntStream.range(0, k).mapToObj(PairingQuestion::letter).toList();
        return PromptLayout.panoramaAndTiles(letters) + " " + ThinkAnswer.INSTRUCTION + " panorama. "
                + PromptLayout.WHICH_TILE;
    }

    /** The letter of candidate {@code index}, from 0. */
    public static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }
}

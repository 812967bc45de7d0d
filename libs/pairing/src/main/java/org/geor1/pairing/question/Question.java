package org.geor1.pairing.question;

import java.util.List;
import org.geor1.pairing.place.Split;

/**
 * One panorama and k tiles, of which one shows its place. Places are numbers of a table.
 *
 * @param id unique among all questions of a table, rules and seed
 * @param candidates places whose tiles are shown, in the order of their letters
 * @param truth index of the panorama's place among them
 * @param metres geodesic distance of each candidate from the panorama; 0 at the truth
 */
public record Question(
        String id, Split split, Confusers confusers, List<Integer> candidates, int truth, List<Double> metres) {
    public Question {
        candidates = List.copyOf(candidates);
        metres = List.copyOf(metres);
    }

    /** The place whose panorama is shown. */
    public int place() {
        return candidates.get(truth);
    }

    /** "A" to "J". */
    public String answer() {
        return letter(truth);
    }

    public static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }
}

package org.geor1.factcheck.report;

import java.util.List;
import java.util.Map;
import org.geor1.factcheck.claim.ClaimKind;

/**
 * What a set of exemplars looks like.
 *
 * @param exemplars how many were checked
 * @param outcomes how many were accepted, repaired and rejected
 * @param kinds errors by kind of claim
 * @param duplicates texts that are the same or nearly so
 * @param lengths how long the texts are, in words
 * @param continents how many exemplars each continent has, and the errors in them
 * @param countries the same of the twenty countries with the most exemplars
 * @param evenness of the spread over countries: the entropy divided by that of as many in each; 1 is even, 0 is one country
 */
public record Report(
        int exemplars,
        Map<String, Integer> outcomes,
        Map<ClaimKind, Rate> kinds,
        Duplicates duplicates,
        Lengths lengths,
        Map<String, Region> continents,
        Map<String, Region> countries,
        double evenness) {

    /** Claims, and how many of them are false. */
    public record Rate(int claims, int errors) {
        /** Share of false claims; 0 if there are none. */
        public double rate() {
            return claims == 0 ? 0 : (double) errors / claims;
        }
    }

    /**
     * Duplicates.
     *
     * @param exact texts whose letters and digits are those of an earlier one
     * @param near further texts that share four fifths of their runs of words with an earlier one, as MinHash estimates it
     * @param compared how many texts were compared for near duplicates
     * @param examples some of them: the id of the later text and that of the earlier one
     */
    public record Duplicates(int exact, int near, int compared, List<List<String>> examples) {}

    /**
     * Lengths in words.
     *
     * @param bins how many texts have up to 20 words, up to 40, and so on; the last bin has all longer ones
     */
    public record Lengths(int min, int median, int p95, int max, List<Integer> bins) {}

    /** Exemplars of a region, and how many of them have a false claim. */
    public record Region(int exemplars, int withErrors) {}
}

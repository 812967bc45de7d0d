package org.geor1.factcheck.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.geor1.factcheck.claim.ClaimKind;

/**
 * What became of an exemplar.
 *
 * @param text the text to use: as it was, or repaired; of no use if it is rejected
 * @param claims how many claims of each kind were read
 * @param violations what is false in the original text, in its order
 */
public record Verdict(
        String id, Outcome outcome, String text, Map<ClaimKind, Integer> claims, List<Violation> violations) {

    /** What to do with the text. */
    public enum Outcome {
        /** No claim in it is known to be false. */
        ACCEPTED,
        /** Its false claims had one true value each, which now stands there. */
        REPAIRED,
        /** A false claim cannot be set right by other words in its place. */
        REJECTED
    }

    public Verdict {
        claims = claims.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(claims));
        violations = List.copyOf(violations);
    }
}

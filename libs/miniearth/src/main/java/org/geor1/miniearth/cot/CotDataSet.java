package org.geor1.miniearth.cot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Exemplars that passed the fact check, and an account of those that did not.
 *
 * @param kept what passed, in order
 * @param generated exemplars checked
 * @param planted of these, how many had an error put in on purpose
 * @param missed planted errors that passed anyway
 * @param violations rejected exemplars by the kind of their first violation
 */
public record CotDataSet(
        List<CotExemplar> kept, int generated, int planted, int missed, Map<ClaimKind, Integer> violations) {
    public CotDataSet {
        kept = List.copyOf(kept);
        violations = Collections.unmodifiableMap(new EnumMap<>(violations));
    }

    /** Exemplars that failed the check. */
    public int rejected() {
        return generated - kept.size();
    }

    /** Checks every exemplar and keeps what passes. */
    public static CotDataSet keepTrue(List<CotExemplar> exemplars) {
        List<CotExemplar> kept = new ArrayList<>();
        Map<ClaimKind, Integer> violations = new EnumMap<>(ClaimKind.class);
        int planted = 0;
        int missed = 0;
        for (CotExemplar exemplar : exemplars) {
            List<Violation> found = FactCheck.check(exemplar);
            boolean wrong = exemplar.planted() != null;
            planted += wrong ? 1 : 0;
            if (found.isEmpty()) {
                kept.add(exemplar);
                missed += wrong ? 1 : 0;
            } else {
                violations.merge(found.get(0).kind(), 1, Integer::sum);
            }
        }
        return new CotDataSet(kept, exemplars.size(), planted, missed, violations);
    }
}

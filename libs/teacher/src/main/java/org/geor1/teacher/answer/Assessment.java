package org.geor1.teacher.answer;

import org.geor1.factcheck.check.Exemplar;
import org.geor1.factcheck.check.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an answer.
 *
 * @param rejection null if it is kept
 * @param detail why it is rejected; else empty
 * @param text to train on; empty if it is rejected
 * @param answer what stands in its answer; empty if it is rejected
 * @param checked what was held against the facts, or null if it did not get that far
 * @param verdict what the fact check found, or null
 */
public record Assessment(
        @Nullable Rejection rejection,
        String detail,
        String text,
        String answer,
        @Nullable Exemplar checked,
        @Nullable Verdict verdict) {

    static Assessment rejected(Rejection reason, String detail) {
        return new Assessment(reason, detail, "", "", null, null);
    }

    public boolean isKept() {
        return rejection == null;
    }

    /** "accepted", "repaired" or "rejected". */
    public String outcome() {
        if (rejection != null || verdict == null) {
            return "rejected";
        }
        return verdict.outcome() == Verdict.Outcome.REPAIRED ? "repaired" : "accepted";
    }
}

package org.geor1.teacher.report;

import java.util.List;
import org.geor1.factcheck.check.Violation;
import org.geor1.teacher.answer.Assessment;
import org.geor1.teacher.answer.Rejection;
import org.geor1.teacher.prompt.QuestionKind;

/**
 * What became of one answer.
 *
 * @param outcome "accepted", "repaired" or "rejected"
 * @param reason why it is rejected; else empty
 * @param violations false claims of the answer as it came
 */
public record VerdictLine(
        String id, String question, String outcome, String reason, String detail, List<Violation> violations) {

    public static VerdictLine of(String id, QuestionKind kind, Assessment assessment) {
        Rejection rejection = assessment.rejection();
        return new VerdictLine(
                id,
                kind.title(),
                assessment.outcome(),
                rejection == null ? "" : rejection.title(),
                assessment.detail(),
                assessment.verdict() == null ? List.of() : assessment.verdict().violations());
    }
}

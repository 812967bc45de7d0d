package org.geor1.teacher.report;

import java.util.Map;

/**
 * What the teacher did. All but {@code thisRun} follow from dataset and journal, so they are the same whether or not a run was
 * interrupted.
 *
 * @param answers how many were assessed
 * @param kept how many exemplars there are, by kind of question
 * @param rejected answers that are not kept, by reason
 * @param skipped photos that were not asked about, by reason, and questions that came twice
 * @param faults rows of the dataset that are wrong
 * @param paid of all runs, as in the journal
 */
public record TeacherFigures(
        long answers,
        Map<String, Long> kept,
        Map<String, Long> rejected,
        Map<String, Long> skipped,
        long faults,
        Paid paid,
        ThisRun thisRun) {

    /**
     * Tokens and cost.
     *
     * @param cost of all answers, in the unit of the prices
     * @param uncounted answers whose tokens the endpoint did not count
     * @param losses tries without an answer that the endpoint may have billed
     * @param lossCost the most that those may have cost
     */
    public record Paid(
            long answers,
            long promptTokens,
            long completionTokens,
            long uncounted,
            String cost,
            long losses,
            String lossCost) {}

    /**
     * What this run did.
     *
     * @param requests sent, with all repetitions
     * @param failures of those, by what went wrong
     * @param unanswered questions given up
     */
    public record ThisRun(long requests, Map<String, Long> failures, long unanswered) {}
}

package org.geor1.teacher.journal;

/**
 * Sums over a journal.
 *
 * @param answers how many were paid for
 * @param uncounted answers without numbers of tokens
 * @param cost of all answers
 * @param losses tries without an answer that may have been billed
 * @param lossCost the most that those may have cost
 * @param dearest what the dearest of all may have cost
 */
public record Totals(
        long answers,
        long promptTokens,
        long completionTokens,
        long uncounted,
        long cost,
        long losses,
        long lossCost,
        long dearest) {

    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0);

    /** What may have been spent. */
    public long spent() {
        return cost + lossCost;
    }

    Totals plus(Entry entry) {
        return new Totals(
                answers + 1,
                promptTokens + Math.max(0, entry.promptTokens()),
                completionTokens + Math.max(0, entry.completionTokens()),
                uncounted + (entry.promptTokens() < 0 ? 1 : 0),
                cost + entry.cost(),
                losses,
                lossCost,
                Math.max(dearest, entry.cost()));
    }

    Totals plusLoss(long loss) {
        return new Totals(
                answers,
                promptTokens,
                completionTokens,
                uncounted,
                cost,
                losses + 1,
                lossCost + loss,
                Math.max(dearest, loss));
    }
}

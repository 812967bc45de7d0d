package org.geor1.trainer.sft;

import java.util.Map;
import org.geor1.protocol.training.EarlyStoppingSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * When to end supervised training: the rule of Hugging Face's {@code EarlyStoppingCallback} on the held-out loss. It
 * depends only on the losses of committed steps, so a resumed run decides as an undisturbed one would.
 */
final class EarlyStopping {

    static final String EVAL_LOSS = "eval_loss";

    private final EarlyStoppingSettings settings;
    private double best = Double.POSITIVE_INFINITY;
    private long bestStep;
    private int withoutGain;

    EarlyStopping(EarlyStoppingSettings settings) {
        this.settings = settings;
    }

    /** Replays the evaluations after {@code from}, up to {@code committed}; a missing value was not finite. */
    void replay(long from, long committed, Map<Long, Double> losses) {
        for (long step = from + 1; step <= committed; step++) {
            if (evaluatesAfter(step)) {
                evaluated(step, losses.getOrDefault(step, Double.NaN));
            }
        }
    }

    boolean evaluatesAfter(long step) {
        Integer every = settings.evalSteps();
        return every != null && step % every == 0;
    }

    /** @return whether the loss is the lowest so far */
    boolean evaluated(long step, double loss) {
        boolean lowest = loss < best;
        // The first finite loss counts as a gain whatever the threshold.
        withoutGain = best - loss > settings.earlyStoppingThreshold() ? 0 : withoutGain + 1;
        if (lowest) {
            best = loss;
            bestStep = step;
        }
        return lowest;
    }

    /** Whether the run keeps the checkpoint of its best evaluation. */
    boolean keepsBest() {
        return settings.earlyStoppingPatience() != null;
    }

    boolean stops() {
        Integer patience = settings.earlyStoppingPatience();
        return patience != null && withoutGain >= patience;
    }

    /** Why it stops, and what the best was. */
    String reason() {
        return EVAL_LOSS + " has not fallen by more than " + settings.earlyStoppingThreshold() + " in " + withoutGain
                + " evaluations; the lowest was " + Math.round(best * 1e4) / 1e4 + " at step "
                + bestStep;
    }

    /** The result of a run that keeps its best; null if it has none. */
    @Nullable
    Result result() {
        return keepsBest() && bestStep > 0 ? new Result(stops(), stops() ? reason() : null, bestStep, best) : null;
    }

    /**
     * @param stoppedEarly whether steps were left out
     * @param bestStep the step of the checkpoint that {@code @latest} names
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Result(boolean stoppedEarly, @Nullable String reason, long bestStep, double bestEvalLoss) {}
}

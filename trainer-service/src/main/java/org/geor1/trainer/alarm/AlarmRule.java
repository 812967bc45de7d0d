package org.geor1.trainer.alarm;

import java.util.List;
import java.util.Locale;

/**
 * The signs that training goes wrong. Each looks at the mean of one metric over the last few steps: one good step among
 * bad ones is no recovery, and one bad step is no fault.
 */
enum AlarmRule {
    /** Groups whose rewards are all equal have no advantages. With dynamic sampling, only groups that were trained on count. */
    ZERO_VARIANCE(List.of("dynamic_sampling/frac_reward_zero_std", "frac_reward_zero_std"), 10, Against.ZERO, 0.6, 0.5),
    CUT_OFF(List.of("completions/clipped_ratio"), 5, Against.ZERO, 0.2, 0.1),
    LENGTH_EXPLOSION(List.of("completions/mean_length"), 5, Against.BASELINE, 2, 1.5),
    LENGTH_COLLAPSE(List.of("completions/mean_length"), 5, Against.BASELINE, 0.4, 0.6),
    /**
     * Log-probabilities of the same tokens under sampler and trainer, where both hold the same policy. Weights and
     * activations in bf16 differ by some 0.01 nats a token.
     */
    SAMPLER_MISMATCH(List.of("sampling/sampling_logp_difference/mean"), 5, Against.ZERO, 0.05, 0.025);

    /** In tokens. Completions shorter than this may double in length without an alarm. */
    private static final double SHORT = 64;

    /** Likely reasons why groups have no variance. */
    enum Stage {
        EARLY("Early in a run this is usual, while most questions are out of reach; look again if it stays."),
        SOLVED("Most of their questions are answered rightly. Harder ones, or dynamic_sampling, would teach more."),
        STUCK("Their questions are too hard. dynamic_sampling, a larger group_size or easier questions may help.");

        private final String advice;

        Stage(String advice) {
            this.advice = advice;
        }
    }

    /** What the mean is compared with. */
    enum Against {
        ZERO,
        /** The mean of up to 50 steps before; see {@link TrainingAlarms}. */
        BASELINE
    }

    private final List<String> metrics;
    private final int window;
    private final Against against;
    private final double raise;
    private final double release;

    AlarmRule(List<String> metrics, int window, Against against, double raise, double release) {
        this.metrics = metrics;
        this.window = window;
        this.against = against;
        this.raise = raise;
        this.release = release;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The metric to read: the first in the list that a step has. */
    List<String> metrics() {
        return metrics;
    }

    /** How many steps the mean is taken over. */
    int window() {
        return window;
    }

    boolean hasBaseline() {
        return against == Against.BASELINE;
    }

    /**
     * @param mean of the metric over the window
     * @param figure the mean, or its ratio to the baseline
     */
    boolean raisedBy(double mean, double figure) {
        return release < raise ? figure > raise && (against == Against.ZERO || mean > SHORT) : figure < raise;
    }

    boolean releasedBy(double figure) {
        return release < raise ? figure < release : figure > release;
    }

    /** Whether an alarm at this stage is a warning; otherwise it is information. */
    boolean warnsAt(Stage stage) {
        return this != ZERO_VARIANCE || stage == Stage.STUCK;
    }

    String raised(double mean, double figure, Stage stage) {
        return switch (this) {
            case ZERO_VARIANCE ->
                String.format(
                        Locale.ROOT,
                        "in %.0f %% of the groups of the last %d steps all completions earned the same, so these teach nothing. %s",
                        100 * mean,
                        window,
                        stage.advice);
            case CUT_OFF ->
                String.format(
                        Locale.ROOT,
                        "%.0f %% of the completions of the last %d steps reached max_completion_length and were cut off, so"
                                + " they have no answer. Raise max_completion_length, or reward shorter ones.",
                        100 * mean,
                        window);
            case LENGTH_EXPLOSION ->
                String.format(
                        Locale.ROOT,
                        "completions have %.0f tokens on average, %.1f times as many as in the steps before. Look at the"
                                + " rollouts for repetition.",
                        mean,
                        figure);
            case LENGTH_COLLAPSE ->
                String.format(
                        Locale.ROOT,
                        "completions have %.0f tokens on average, %.2f times as many as in the steps before. Look at the"
                                + " rollouts: the model may have stopped to reason.",
                        mean,
                        figure);
            case SAMPLER_MISMATCH ->
                String.format(
                        Locale.ROOT,
                        "the sampler's log-probabilities are %.3f nats a token from the trainer's over the last %d steps,"
                                + " which is more than rounding. Give geor1.rollout.precision and weights_dtype the same type.",
                        mean,
                        window);
        };
    }

    String released(double mean) {
        return switch (this) {
            case ZERO_VARIANCE ->
                String.format(Locale.ROOT, "groups that teach nothing are down to %.0f %%", 100 * mean);
            case CUT_OFF -> String.format(Locale.ROOT, "completions cut off are down to %.0f %%", 100 * mean);
            case LENGTH_EXPLOSION, LENGTH_COLLAPSE ->
                String.format(Locale.ROOT, "completions have %.0f tokens on average again", mean);
            case SAMPLER_MISMATCH ->
                String.format(Locale.ROOT, "sampler and trainer are %.3f nats a token apart again", mean);
        };
    }
}

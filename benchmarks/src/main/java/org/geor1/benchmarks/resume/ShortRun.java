package org.geor1.benchmarks.resume;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.CrashPoint;

/**
 * A run of a few seconds that still has all that a checkpoint must hold: optimizer moments, warm-up and cosine, a
 * reference policy that moves, held-out losses, steps between two checkpoints.
 */
enum ShortRun {
    /** Every group is trained on, whatever its rewards, since the KL term always has a gradient. */
    GRPO(Map.ofEntries(
            Map.entry("max_steps", ShortRun.STEPS),
            Map.entry("prompts_per_step", ShortRun.PROMPTS),
            Map.entry("group_size", ShortRun.GROUP),
            Map.entry("max_completion_length", 24),
            Map.entry("importance_sampling_correction", "token_truncate"),
            Map.entry("beta", 0.04),
            Map.entry("temperature", 1.2),
            Map.entry("sync_ref_model", true),
            Map.entry("ref_model_sync_steps", 2),
            Map.entry("learning_rate", 1e-3),
            Map.entry("warmup_steps", 2),
            Map.entry("checkpoint_every", 3))),
    SFT(Map.ofEntries(
            Map.entry("max_steps", ShortRun.STEPS),
            Map.entry("batch_size", 4),
            Map.entry("learning_rate", 1e-3),
            Map.entry("weight_decay", 0.01),
            Map.entry("warmup_steps", 2),
            Map.entry("checkpoint_every", 2),
            Map.entry("eval_steps", 2),
            Map.entry("eval_samples", 4),
            Map.entry("early_stopping_patience", ShortRun.STEPS)));

    static final int STEPS = 6;
    static final int PROMPTS = 3;
    static final int GROUP = 4;

    private static final Set<CrashPoint> OF_ROLLOUTS = EnumSet.of(
            CrashPoint.STEP_OPENED,
            CrashPoint.ROLLOUTS_DRAWN,
            CrashPoint.STORING_ROLLOUTS,
            CrashPoint.ROLLOUTS_STORED,
            CrashPoint.STORING_REWARDS,
            CrashPoint.REWARDS_STORED);

    private final Map<String, Object> settings;

    ShortRun(Map<String, Object> settings) {
        this.settings = settings;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The body that creates it. */
    Map<String, Object> specification() {
        return Map.of(
                "model",
                "nano-base",
                "seed",
                7,
                "method",
                Map.of("type", wire(), wire(), settings),
                "reward",
                Map.of(
                        "components",
                        List.of(
                                Map.of("name", "accuracy", "weight", 1),
                                Map.of("name", "format", "weight", 0.5),
                                Map.of("name", "length", "weight", 0.3),
                                Map.of("name", "repetition", "weight", 0.3)),
                        "length_limit",
                        24));
    }

    /** The points it must be killed at. */
    Set<CrashPoint> points() {
        return this == GRPO ? EnumSet.allOf(CrashPoint.class) : EnumSet.complementOf(EnumSet.copyOf(OF_ROLLOUTS));
    }
}

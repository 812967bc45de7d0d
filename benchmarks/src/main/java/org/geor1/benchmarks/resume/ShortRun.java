package org.geor1.benchmarks.resume;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.CrashPoint;

/**
 * A run of a few seconds that still has all that a checkpoint must hold: optimizer moments, warm-up and cosine, a
 * reference policy, steps between two checkpoints.
 */
enum ShortRun {
    /** Every group is trained on, whatever its rewards, since the KL term always has a gradient. */
    GRPO(Map.of(
            "max_steps",
            ShortRun.STEPS,
            "prompts_per_step",
            ShortRun.PROMPTS,
            "group_size",
            ShortRun.GROUP,
            "max_completion_length",
            24,
            "importance_sampling_correction",
            "token_truncate",
            "beta",
            0.04,
            "temperature",
            1.2,
            "learning_rate",
            1e-3,
            "warmup_steps",
            2,
            "checkpoint_every",
            3)),
    SFT(Map.of(
            "max_steps",
            ShortRun.STEPS,
            "batch_size",
            4,
            "learning_rate",
            1e-3,
            "weight_decay",
            0.01,
            "warmup_steps",
            2,
            "checkpoint_every",
            2));

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

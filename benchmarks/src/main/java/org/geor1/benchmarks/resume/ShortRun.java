package org.geor1.benchmarks.resume;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.outage.CrashPoint;

/**
 * A run of a few seconds that still has everything a checkpoint must hold: optimizer moments, warm-up and cosine, a
 * reference policy that moves, held-out losses, steps between two checkpoints.
 */
enum ShortRun {
    /** Every group is trained on, whatever its rewards, since the KL term always has a gradient. */
    GRPO(
            "grpo",
            grpo(Map.of(
                    "importance_sampling_correction",
                    "token_truncate",
                    "sync_ref_model",
                    true,
                    "ref_model_sync_steps",
                    2))),
    /**
     * The same with the next step drawn while one is trained, and with groups without reward variance replaced. At this
     * temperature, some groups have variance and some do not.
     */
    OVERLAPPED("grpo", grpo(Map.of("max_staleness", 1, "dynamic_sampling", 1, "temperature", 1.6))),
    /** The first, with weights, moments and a moving reference in bf16, all rounded stochastically. */
    BF16(
            "grpo",
            grpo(Map.of(
                    "weights_dtype",
                    "bf16",
                    "optim_states",
                    "bf16",
                    "importance_sampling_correction",
                    "token_truncate",
                    "sync_ref_model",
                    true,
                    "ref_model_sync_steps",
                    2))),
    SFT(
            "sft",
            Map.ofEntries(
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
            CrashPoint.REWARDS_STORED,
            CrashPoint.NEXT_STEP_OPENED);

    private final String method;
    private final Map<String, Object> settings;

    ShortRun(String method, Map<String, Object> settings) {
        this.method = method;
        this.settings = settings;
    }

    private static Map<String, Object> grpo(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "max_steps",
                STEPS,
                "prompts_per_step",
                PROMPTS,
                "group_size",
                GROUP,
                "max_completion_length",
                24,
                "beta",
                0.04,
                "temperature",
                1.2,
                "learning_rate",
                1e-3,
                "warmup_steps",
                2,
                "checkpoint_every",
                3));
        settings.putAll(more);
        return settings;
    }

    boolean draws() {
        return this != SFT;
    }

    boolean replaces() {
        return this == OVERLAPPED;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The request body that creates the run. */
    Map<String, Object> specification() {
        return Map.of(
                "model",
                "nano-base",
                "seed",
                7,
                "method",
                Map.of("type", method, method, settings),
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

    /** The points at which the run must be killed. */
    Set<CrashPoint> points() {
        Set<CrashPoint> points = EnumSet.allOf(CrashPoint.class);
        if (!draws()) {
            points.removeAll(OF_ROLLOUTS);
        }
        if (!replaces()) {
            points.remove(CrashPoint.GROUPS_REPLACED);
        }
        return points;
    }
}

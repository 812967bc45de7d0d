package org.geor1.benchmarks.peer;

/**
 * The settings of both trainers, with the field names of {@code trl_grpo.py}.
 *
 * @param scale of the pictures
 * @param n completions per prompt
 * @param max_tokens of a completion
 * @param batch completions of one of TRL's micro-batches
 */
record UpdateSettings(
        int threads,
        int prompts,
        int scale,
        int n,
        int max_tokens,
        int batch,
        double learning_rate,
        boolean freeze_vision,
        boolean gradient_checkpointing) {}

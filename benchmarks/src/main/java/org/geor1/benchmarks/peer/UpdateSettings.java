package org.geor1.benchmarks.peer;

/**
 * What both trainers are told, under the names that {@code trl_grpo.py} reads.
 *
 * @param scale of the pictures
 * @param n completions of a prompt
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

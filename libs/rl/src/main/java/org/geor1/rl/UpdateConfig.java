package org.geor1.rl;

import java.util.Objects;
import org.geor1.rl.memory.MemoryOptions;

/**
 * What updates of SFT and GRPO have in common.
 *
 * @param freezeVision leave the vision tower as it is
 * @param gradientCheckpointing run layers again in the backward pass
 * @param memory how weights and states are held
 * @param seed of stochastic rounding
 * @param maxSkippedSteps updates in a row without a finite loss and gradient that end training
 */
record UpdateConfig(
        boolean freezeVision,
        boolean gradientCheckpointing,
        MemoryOptions memory,
        long seed,
        AdamW.Settings optimizer,
        LearningRate rate,
        int maxSkippedSteps) {

    /** TRL's and PyTorch's defaults; RL takes no weight decay. */
    private static final double BETA1 = 0.9;

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    static UpdateConfig of(TrainerState state) {
        return state.grpo() != null
                ? of(state.grpo())
                : of(Objects.requireNonNull(state.sft(), "a session is for SFT or GRPO"));
    }

    private static UpdateConfig of(GrpoConfig grpo) {
        return new UpdateConfig(
                grpo.freezeVision(),
                grpo.gradientCheckpointing(),
                grpo.memory(),
                grpo.seed(),
                new AdamW.Settings(BETA1, BETA2, EPSILON, 0, grpo.maxGradNorm()),
                // The schedule counts updates, of which each of the run's steps takes several.
                new LearningRate(
                        grpo.learningRate(),
                        grpo.warmupSteps(),
                        grpo.maxSteps() * grpo.objective().numIterations()),
                grpo.maxSkippedSteps());
    }

    private static UpdateConfig of(SftConfig sft) {
        return new UpdateConfig(
                sft.freezeVision(),
                sft.gradientCheckpointing(),
                sft.memory(),
                sft.seed(),
                new AdamW.Settings(BETA1, BETA2, EPSILON, sft.weightDecay(), sft.maxGradNorm()),
                new LearningRate(sft.learningRate(), sft.warmupSteps(), sft.maxSteps()),
                sft.maxSkippedSteps());
    }
}

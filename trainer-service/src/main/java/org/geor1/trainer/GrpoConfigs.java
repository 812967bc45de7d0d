package org.geor1.trainer;

import org.geor1.protocol.RunSpec;
import org.geor1.rl.GrpoConfig;
import org.geor1.rl.GrpoObjective;
import org.geor1.rl.LossType;
import org.geor1.rl.SamplerCorrection;
import org.geor1.rl.ScaleRewards;

/** From a run's settings to the algorithm's: the same words on both sides of the module's edge. */
final class GrpoConfigs {

    private GrpoConfigs() {}

    /** @param seed the run's */
    static GrpoConfig of(RunSpec.Grpo grpo, long seed) {
        return new GrpoConfig(
                grpo.learningRate(),
                grpo.beta(),
                grpo.epsilon(),
                grpo.temperature(),
                scaleRewards(grpo),
                grpo.maxGradNorm(),
                grpo.warmupSteps(),
                grpo.maxSteps(),
                grpo.freezeVision(),
                grpo.gradientCheckpointing(),
                objective(grpo.objective(), grpo.maxCompletionLength()),
                MemorySettings.of(grpo.memory(), grpo.offloadReference()),
                seed);
    }

    static ScaleRewards scaleRewards(RunSpec.Grpo grpo) {
        return ScaleRewards.valueOf(grpo.scaleRewards().name());
    }

    private static GrpoObjective objective(RunSpec.Objective objective, int maxCompletionLength) {
        return new GrpoObjective(
                LossType.valueOf(objective.lossType().name()),
                GrpoObjective.Ratio.valueOf(objective.importanceSamplingLevel().name()),
                objective.epsilonHigh(),
                objective.delta(),
                objective.useBiasCorrectionKl(),
                objective.entropyCoef(),
                objective.maskTruncatedCompletions(),
                maxCompletionLength,
                objective.numIterations(),
                new SamplerCorrection(
                        SamplerCorrection.Mode.valueOf(
                                objective.importanceSamplingCorrection().name()),
                        objective.importanceSamplingClipMin(),
                        objective.importanceSamplingClipMax()));
    }
}

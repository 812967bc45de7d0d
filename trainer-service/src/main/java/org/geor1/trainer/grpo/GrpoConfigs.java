package org.geor1.trainer.grpo;

import org.geor1.protocol.RunSpec;
import org.geor1.protocol.StaleGroups;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.LossType;
import org.geor1.rl.grpo.ReferenceSync;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.grpo.ScaleRewards;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.trainer.training.MemorySettings;
import org.geor1.trainer.training.TrainableSettings;
import org.jspecify.annotations.Nullable;

/** From a run's settings to the algorithm's: the same words on both sides of the module's edge. */
final class GrpoConfigs {

    private GrpoConfigs() {}

    /** @param seed the run's */
    static GrpoConfig of(RunSpec.Grpo grpo, long seed) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(grpo.learningRate())
                .maxGradNorm(grpo.maxGradNorm())
                .warmupSteps(grpo.warmupSteps())
                .maxSteps(grpo.maxSteps())
                .trainable(TrainableSettings.of(grpo.freezeVision(), grpo.freeze(), grpo.lora()))
                .gradientCheckpointing(grpo.gradientCheckpointing())
                .maxSkippedSteps(grpo.maxSkippedSteps())
                .memory(MemorySettings.of(grpo.memory(), grpo.offloadReference()))
                .seed(seed)
                .build();
        return GrpoConfig.builder(update)
                .beta(grpo.beta())
                .epsilon(grpo.epsilon())
                .temperature(grpo.temperature())
                .scaleRewards(scaleRewards(grpo))
                .objective(objective(grpo))
                .sharedPrefix(grpo.sharedPrefix())
                .referenceSync(referenceSync(grpo.referenceSync()))
                .build();
    }

    private static @Nullable ReferenceSync referenceSync(RunSpec.ReferenceSync sync) {
        return sync.syncRefModel() ? new ReferenceSync(sync.refModelSyncSteps(), sync.refModelMixupAlpha()) : null;
    }

    static ScaleRewards scaleRewards(RunSpec.Grpo grpo) {
        return ScaleRewards.valueOf(grpo.scaleRewards().name());
    }

    private static GrpoObjective objective(RunSpec.Grpo grpo) {
        RunSpec.Objective objective = grpo.objective();
        return new GrpoObjective(
                LossType.valueOf(objective.lossType().name()),
                GrpoObjective.Ratio.valueOf(objective.importanceSamplingLevel().name()),
                objective.epsilonHigh(),
                objective.delta(),
                objective.useBiasCorrectionKl(),
                objective.entropyCoef(),
                objective.maskTruncatedCompletions(),
                grpo.maxCompletionLength(),
                objective.numIterations(),
                correction(grpo));
    }

    private static SamplerCorrection correction(RunSpec.Grpo grpo) {
        RunSpec.Objective objective = grpo.objective();
        SamplerCorrection.Mode asked = SamplerCorrection.Mode.valueOf(
                objective.importanceSamplingCorrection().name());
        boolean unasked =
                asked == SamplerCorrection.Mode.NONE && grpo.rollouts().staleGroups() == StaleGroups.CORRECT;
        return new SamplerCorrection(
                asked,
                unasked ? SamplerCorrection.Mode.TOKEN_TRUNCATE : asked,
                objective.importanceSamplingClipMin(),
                objective.importanceSamplingClipMax());
    }
}

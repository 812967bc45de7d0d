package org.geor1.trainer.grpo;

import org.geor1.protocol.grpo.Correction;
import org.geor1.protocol.grpo.Objective;
import org.geor1.protocol.grpo.Reference;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.protocol.rollout.StaleGroups;
import org.geor1.protocol.run.Grpo;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.ReferenceSync;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.trainer.training.MemorySettings;
import org.geor1.trainer.training.TrainableSettings;
import org.jspecify.annotations.Nullable;

/** From a run's settings to the configuration of its updates. */
final class GrpoConfigs {

    private GrpoConfigs() {}

    /**
     * @param steps of the run
     * @param seed the run's
     */
    static GrpoConfig of(Grpo grpo, long steps, long seed) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(grpo.optimizer().learningRate())
                .maxGradNorm(grpo.optimizer().maxGradNorm())
                .warmupSteps(grpo.optimizer().warmupSteps())
                .maxSteps(Math.toIntExact(steps))
                .trainable(TrainableSettings.of(grpo.trained()))
                .gradientCheckpointing(grpo.memory().gradientCheckpointing())
                .maxSkippedSteps(grpo.optimizer().maxSkippedSteps())
                .memory(MemorySettings.of(grpo.memory(), grpo.reference().offloadReference()))
                .seed(seed)
                .build();
        return GrpoConfig.builder(update)
                .beta(grpo.objective().beta())
                .epsilon(grpo.objective().epsilon())
                .temperature(grpo.completions().temperature())
                .scaleRewards(grpo.objective().scaleRewards())
                .objective(objective(grpo))
                .sharedPrefix(grpo.sharedPrefix())
                .referenceSync(referenceSync(grpo.reference()))
                .build();
    }

    private static @Nullable ReferenceSync referenceSync(Reference reference) {
        return reference.syncRefModel()
                ? new ReferenceSync(reference.refModelSyncSteps(), reference.refModelMixupAlpha())
                : null;
    }

    private static GrpoObjective objective(Grpo grpo) {
        Objective objective = grpo.objective();
        return new GrpoObjective(
                objective.lossType(),
                objective.importanceSamplingLevel(),
                objective.epsilonHigh(),
                objective.delta(),
                objective.useBiasCorrectionKl(),
                objective.entropyCoef(),
                objective.maskTruncatedCompletions(),
                grpo.completions().maxCompletionLength(),
                objective.numIterations(),
                correction(grpo));
    }

    private static SamplerCorrection correction(Grpo grpo) {
        Correction correction = grpo.correction();
        SamplerCorrectionMode asked = correction.importanceSamplingCorrection();
        boolean unasked = asked == SamplerCorrectionMode.NONE && grpo.rollouts().staleGroups() == StaleGroups.CORRECT;
        return new SamplerCorrection(
                asked,
                unasked ? SamplerCorrectionMode.TOKEN_TRUNCATE : asked,
                correction.importanceSamplingClipMin(),
                correction.importanceSamplingClipMax());
    }
}

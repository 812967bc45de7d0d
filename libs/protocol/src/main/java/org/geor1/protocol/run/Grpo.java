package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.grpo.Correction;
import org.geor1.protocol.grpo.Objective;
import org.geor1.protocol.grpo.Reference;
import org.geor1.protocol.rollout.Completions;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.rollout.Rollouts;
import org.geor1.protocol.settings.AlsoReads;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.geor1.protocol.training.Checkpoints;
import org.geor1.protocol.training.Memory;
import org.geor1.protocol.training.Optimizer;
import org.geor1.protocol.training.Trained;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** GRPO on cross-view pairing, under TRL's names. */
@Setting("GRPO on cross-view pairing, under TRL's names.")
@ByDefault(setting = "max_steps", value = "", with = "num_train_epochs")
@JsonTypeName("grpo")
@AlsoReads(
        name = "preset",
        choices = Preset.class,
        description = "Where defaults of settings and rewards come from: the shipped model's, or the published training"
                + " script's (beta 0.04, max_completion_length 2048, all four rewards).",
        byDefault = "default")
@JsonNaming(SnakeCaseStrategy.class)
public record Grpo(
        @Setting(value = "Steps of the run.", byDefault = "200") @Min(1) @Max(1_000_000) @Nullable
        Integer maxSteps,

        @Setting(
                "In place of max_steps: how often each question is drawn. Steps of an epoch, and of all epochs, are rounded"
                        + " up. Not for mini-earth, which has no end.")
        @DecimalMin("0.001")
        @DecimalMax("10000")
        @Nullable
        Double numTrainEpochs,

        @JsonUnwrapped Questions questions,

        @JsonUnwrapped Completions completions,

        @JsonUnwrapped Rollouts rollouts,

        @JsonUnwrapped Objective objective,

        @JsonUnwrapped Correction correction,

        @JsonUnwrapped Reference reference,

        @JsonUnwrapped Optimizer optimizer,

        @JsonUnwrapped Trained trained,

        @JsonUnwrapped Checkpoints checkpoints,

        @JsonUnwrapped Memory memory,

        @Setting(
                value = "Run a group's prompt and images once for all of its completions; without it once for each,"
                        + " which gives the same update.",
                byDefault = "true")
        boolean sharedPrefix)
        implements Method, CrossFieldRules {

    @Override
    public RunKind type() {
        return RunKind.GRPO;
    }

    @Override
    public @Nullable Long steps() {
        return maxSteps == null ? null : (Long) maxSteps.longValue();
    }

    @Override
    public @Nullable Double epochs() {
        return numTrainEpochs;
    }

    @Override
    public int itemsPerStep() {
        return questions.promptsPerStep();
    }

    @Override
    public void check(Faults faults) {
        Method.requireOneLength(maxSteps, numTrainEpochs, faults);
        if (objective.beta() == 0 && reference.syncRefModel()) {
            faults.reject("sync_ref_model", "needs a beta above 0: without it there is no reference");
        }
        if (objective.beta() == 0 && reference.offloadReference()) {
            faults.reject("offload_reference", "there is no reference policy while beta is 0");
        }
    }
}

package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.grpo.Correction;
import org.geor1.protocol.grpo.Objective;
import org.geor1.protocol.grpo.Reference;
import org.geor1.protocol.rollout.Completions;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.rollout.Rollouts;
import org.geor1.protocol.settings.AlsoReads;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.geor1.protocol.training.Checkpoints;
import org.geor1.protocol.training.Memory;
import org.geor1.protocol.training.Optimizer;
import org.geor1.protocol.training.Trained;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** GRPO on cross-view pairing, under TRL's names. */
@Setting("GRPO on cross-view pairing, under TRL's names.")
@JsonTypeName("grpo")
@AlsoReads(
        name = "preset",
        choices = Preset.class,
        description = "Where defaults of settings and rewards come from: the shipped model's, or the published training"
                + " script's (beta 0.04, max_completion_length 2048, all four rewards).",
        byDefault = "default")
@JsonNaming(SnakeCaseStrategy.class)
public record Grpo(
        @Setting(value = "Steps of the run.", byDefault = "200") @Min(1) @Max(1_000_000)
        int maxSteps,

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
    public long steps() {
        return maxSteps;
    }

    @Override
    public void check(Faults faults) {
        if (objective.beta() == 0 && reference.syncRefModel()) {
            faults.reject("sync_ref_model", "needs a beta above 0: without it there is no reference");
        }
        if (objective.beta() == 0 && reference.offloadReference()) {
            faults.reject("offload_reference", "there is no reference policy while beta is 0");
        }
    }
}

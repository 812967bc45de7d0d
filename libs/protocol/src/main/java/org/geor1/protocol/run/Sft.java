package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.geor1.protocol.training.Checkpoints;
import org.geor1.protocol.training.EarlyStoppingSettings;
import org.geor1.protocol.training.Memory;
import org.geor1.protocol.training.Optimizer;
import org.geor1.protocol.training.Trained;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Supervised fine-tuning on chain-of-thought exemplars. */
@Setting("Supervised fine-tuning on chain-of-thought exemplars.")
@ByDefault(setting = "max_steps", value = "", with = "num_train_epochs")
@JsonTypeName("sft")
@JsonNaming(SnakeCaseStrategy.class)
public record Sft(
        @Setting(value = "Steps of the run.", byDefault = "200") @Min(1) @Max(1_000_000) @Nullable
        Integer maxSteps,

        @Setting(
                "In place of max_steps: how often each exemplar is drawn. Steps of an epoch, and of all epochs, are rounded"
                        + " up. Not for mini-earth, which has no end.")
        @DecimalMin("0.001")
        @DecimalMax("10000")
        @Nullable
        Double numTrainEpochs,

        @Setting(value = "Exemplars in a step.", byDefault = "32") @Min(1) @Max(4096)
        int batchSize,

        @Setting(value = "Imitate the answer alone, without the reasoning before it.", byDefault = "false")
        boolean answerOnly,

        @Setting(value = "AdamW's decoupled weight decay.", byDefault = "0") @DecimalMin("0") @DecimalMax("1")
        double weightDecay,

        @JsonUnwrapped @ByDefault(setting = "learning_rate", value = "1e-4")
        Optimizer optimizer,

        @JsonUnwrapped @ByDefault(setting = "freeze_vision", value = "false")
        Trained trained,

        @JsonUnwrapped EarlyStoppingSettings earlyStopping,

        @JsonUnwrapped @ByDefault(setting = "checkpoint_every", value = "50")
        Checkpoints checkpoints,

        @JsonUnwrapped Memory memory)
        implements Method, CrossFieldRules {

    @Override
    public void check(Faults faults) {
        Method.requireOneLength(maxSteps, numTrainEpochs, faults);
    }

    @Override
    public RunKind type() {
        return RunKind.SFT;
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
        return batchSize;
    }
}

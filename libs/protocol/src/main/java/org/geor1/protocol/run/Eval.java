package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Greedy pairing on held-out places, one completion a question. */
@Setting("Greedy answers to questions about held-out places, one completion a question.")
@JsonTypeName("eval")
@JsonNaming(SnakeCaseStrategy.class)
public record Eval(
        @Setting(value = "Number of questions.", byDefault = "500") @Min(1) @Max(100_000)
        int questions,

        @JsonUnwrapped @ByDefault(setting = "prompts_per_step", value = "50")
        Questions asked,

        @Setting(value = "Longest completion, in tokens.", byDefault = "256") @Min(1) @Max(32_768)
        int maxCompletionLength,

        @Setting(value = "Grey images instead of pictures: the control for guessing.", byDefault = "false")
        boolean blankImages)
        implements Method {

    @Override
    public RunKind type() {
        return RunKind.EVAL;
    }

    @Override
    public Long steps() {
        return (questions + asked.promptsPerStep() - 1L) / asked.promptsPerStep();
    }

    @Override
    public @Nullable Double epochs() {
        return null;
    }

    @Override
    public int itemsPerStep() {
        return asked.promptsPerStep();
    }
}

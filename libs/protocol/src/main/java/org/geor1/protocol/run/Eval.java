package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.rollout.Sampling;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Questions about held-out places: pairing, with one greedy completion each, or geolocation as it is served. */
@Setting(
        "Answers to questions about held-out places; the most likely one to each, or several to where a picture was taken.")
@JsonTypeName("eval")
@JsonNaming(SnakeCaseStrategy.class)
public record Eval(
        @Setting(
                value = "What is asked: pairing (of an imported dataset, its own questions), or geolocation as"
                        + " /v1/geolocate asks it, about pictures whose position is known, which calibrates the model.",
                byDefault = "pairing")
        EvalTask task,

        @Setting(
                value = "Answers to a question, drawn as /v1/geolocate draws them; above 1 for geolocation alone. A"
                        + " calibration is for this n.",
                byDefault = "1")
        @Min(1)
        @Max(Sampling.MOST_ANSWERS)
        int n,

        @Setting(value = "Number of questions.", byDefault = "500") @Min(1) @Max(100_000)
        int questions,

        @JsonUnwrapped @ByDefault(setting = "prompts_per_step", value = "50")
        Questions asked,

        @Setting(value = "Longest completion, in tokens.", byDefault = "256") @Min(1) @Max(32_768)
        int maxCompletionLength,

        @Setting(value = "Grey images instead of pictures: the control for guessing.", byDefault = "false")
        boolean blankImages)
        implements Method, CrossFieldRules {

    @Override
    public void check(Faults faults) {
        if (task != EvalTask.GEOLOCATION && n > 1) {
            faults.reject("n", "above 1 needs task=geolocation: other questions have one answer");
        }
    }

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

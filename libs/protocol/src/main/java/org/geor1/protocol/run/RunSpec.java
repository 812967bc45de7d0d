package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * What a run is: data, model, seed, method and reward. {@link RunSpecReader} makes one from a caller's JSON, with every
 * default filled in, so a stored run says all that it depends on. Descriptions, defaults and bounds stand beside the
 * fields, once; settings that belong together are a record of their own and lie flat in JSON.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record RunSpec(
        @Setting(value = "Experiment that the run belongs to.", byDefault = "default")
        @Pattern(regexp = RunSpec.TEXT)
        @Size(max = 100)
        String experiment,

        @Setting("Name of the run for people.") @Pattern(regexp = RunSpec.TEXT) @Size(max = 200) @Nullable
        String name,

        @Setting("Model to start from: a name such as nano-base, a checkpoint's id, run_x@step-n or run_x@latest.")
        @NotNull
        @Pattern(regexp = RunSpec.TEXT)
        @Size(max = 200)
        String model,

        @Setting(
                value = "Where exemplars and questions come from: mini-earth, or the name of an imported dataset.",
                byDefault = "mini-earth")
        @Pattern(regexp = RunSpec.TEXT)
        @Size(max = 200)
        String dataset,

        @Setting(
                "How questions are worded; without it as the model's directory says, and geo-r1 if it says nothing. The"
                        + " run's checkpoints say what it was.")
        @Nullable
        PromptStyleName promptStyle,

        @Setting(value = "Seed of data and sampling.", byDefault = "0") @Min(0) @Max(Long.MAX_VALUE)
        long seed,

        @Setting("What the run does, with the settings of that type.")
        @NotNull
        @JsonSerialize(converter = MethodForm.Of.class)
        @JsonDeserialize(converter = MethodForm.To.class)
        Method method,

        @Setting("What completions are rewarded for.") RewardSpec reward) {

    /** At least one character that is no blank, and no nul. */
    private static final String TEXT = "[^\\u0000]*\\S[^\\u0000]*";

    /** Number of steps the run takes. */
    public long maxSteps() {
        return method.steps();
    }

    /** The settings of supervised fine-tuning, which the method must be. */
    public Sft requireSft() {
        return require(Sft.class);
    }

    /** The settings of GRPO, which the method must be. */
    public Grpo requireGrpo() {
        return require(Grpo.class);
    }

    /** The settings of an evaluation, which the method must be. */
    public Eval requireEval() {
        return require(Eval.class);
    }

    private <T extends Method> T require(Class<T> settings) {
        if (!settings.isInstance(method)) {
            throw new IllegalStateException("method " + method.type().wire() + " has no "
                    + settings.getSimpleName().toLowerCase(Locale.ROOT) + " settings");
        }
        return settings.cast(method);
    }
}

package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.CrossFieldRules;
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
@ByDefault(setting = "dataset", value = "", with = "datasets")
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
        @Nullable
        String dataset,

        @Setting("Several datasets to train on, in place of dataset: objects of name, weight and max_samples.")
        @Size(max = 32)
        @Nullable
        List<DatasetShare> datasets,

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

        @Setting("What completions are rewarded for.") RewardSpec reward)
        implements CrossFieldRules {

    /** At least one character that is no blank, and no nul. */
    static final String TEXT = "[^\\u0000]*\\S[^\\u0000]*";

    public RunSpec {
        datasets = datasets == null ? null : List.copyOf(datasets);
    }

    @Override
    public void check(Faults faults) {
        if (datasets == null) {
            return;
        }
        if (dataset != null) {
            faults.reject("datasets", "is given beside dataset; give one of the two");
        }
        if (method instanceof Eval) {
            faults.reject("datasets", "is for training; an evaluation asks one dataset, which dataset names");
        }
        if (datasets.isEmpty()) {
            faults.reject("datasets", "must have at least one entry");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < datasets.size(); i++) {
            if (!seen.add(datasets.get(i).name())) {
                faults.reject("datasets[" + i + "].name", "given twice; name each dataset once");
            }
        }
    }

    /** The datasets of the run; one whose {@code dataset} is given has that alone. */
    public List<DatasetShare> shares() {
        if (datasets != null) {
            return datasets;
        }
        return List.of(new DatasetShare(Objects.requireNonNull(dataset, "a run has a dataset")));
    }

    /** The names of its datasets, separated by commas. */
    public String datasetNames() {
        return shares().stream().map(DatasetShare::name).collect(Collectors.joining(", "));
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

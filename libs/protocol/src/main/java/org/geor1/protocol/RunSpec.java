package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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
import java.util.stream.Stream;
import org.geor1.protocol.settings.AlsoReads;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.util.StdConverter;

/**
 * What a run is: data, model, seed, method and reward. {@link RunSpecReader} makes one from a caller's JSON, with every
 * default filled in, so a stored run says all that it depends on. Descriptions, defaults and bounds stand beside the
 * fields, once; settings that belong together are a record of their own here and lie flat in JSON.
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

        @Setting(value = "Where exemplars and questions come from.", byDefault = "mini-earth")
        @Pattern(regexp = RunSpec.TEXT)
        @Size(max = 200)
        String dataset,

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

    private static final String MODULE = "\\w+(\\.\\w+)*";

    /** Number of steps the run takes. */
    public long maxSteps() {
        return method.steps();
    }

    /** What a run does, and the settings of that. */
    public sealed interface Method {

        /** Its kind, under which its settings stand in JSON. */
        RunKind type();

        /** Number of steps. */
        long steps();

        default Sft requireSft() {
            return require(Sft.class);
        }

        default Grpo requireGrpo() {
            return require(Grpo.class);
        }

        default Eval requireEval() {
            return require(Eval.class);
        }

        private <T extends Method> T require(Class<T> settings) {
            if (!settings.isInstance(this)) {
                throw new IllegalStateException("method " + type().wire() + " has no "
                        + settings.getSimpleName().toLowerCase(Locale.ROOT) + " settings");
            }
            return settings.cast(this);
        }
    }

    /** A run's method as JSON has it: its type, and its settings under the type's name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MethodForm(
            RunKind type,
            @Nullable Sft sft,
            @Nullable Grpo grpo,
            @Nullable Eval eval) {

        /** For writing. */
        static final class Of extends StdConverter<Method, MethodForm> {
            @Override
            public MethodForm convert(Method method) {
                return new MethodForm(
                        method.type(),
                        method instanceof Sft sft ? sft : null,
                        method instanceof Grpo grpo ? grpo : null,
                        method instanceof Eval eval ? eval : null);
            }
        }

        /** For reading what was written; callers' JSON is read by {@link RunSpecReader}. */
        static final class To extends StdConverter<MethodForm, Method> {
            @Override
            public Method convert(MethodForm form) {
                return Stream.<@Nullable Method>of(form.sft, form.grpo, form.eval)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("a method without settings"));
            }
        }
    }

    /** Supervised fine-tuning on chain-of-thought exemplars. */
    @Setting("Supervised fine-tuning on chain-of-thought exemplars.")
    @JsonTypeName("sft")
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sft(
            @Setting(value = "Steps of the run.", byDefault = "200") @Min(1) @Max(1_000_000)
            int maxSteps,

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

            @JsonUnwrapped EarlyStopping earlyStopping,

            @JsonUnwrapped @ByDefault(setting = "checkpoint_every", value = "50")
            Checkpoints checkpoints,

            @JsonUnwrapped Memory memory)
            implements Method {

        @Override
        public RunKind type() {
            return RunKind.SFT;
        }

        @Override
        public long steps() {
            return maxSteps;
        }
    }

    /** GRPO on cross-view pairing, under TRL's names. */
    @Setting("GRPO on cross-view pairing, under TRL's names.")
    @JsonTypeName("grpo")
    @AlsoReads(
            name = "preset",
            choices = Preset.class,
            description =
                    "Where defaults of settings and rewards come from: the shipped model's, or the published training"
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
        public long steps() {
            return (questions + asked.promptsPerStep() - 1L) / asked.promptsPerStep();
        }
    }

    /** Pairing questions. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Questions(
            @Setting(value = "Questions in a step.", byDefault = "16") @Min(1) @Max(1024)
            int promptsPerStep,

            @Setting(value = "Tiles to choose from in a question.", byDefault = "5") @Min(2) @Max(10)
            int candidates,

            @Setting(value = "Where the wrong tiles of a question come from.", byDefault = "same-city")
            Confusers confusers) {}

    /** What is sampled for each prompt. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Completions(
            @Setting(value = "Completions of a prompt, which are compared with each other.", byDefault = "8")
            @Min(2)
            @Max(128)
            int groupSize,

            @Setting(value = "Longest completion, in tokens.", byDefault = "256") @Min(1) @Max(32_768)
            int maxCompletionLength,

            @Setting(value = "Sampling temperature.", byDefault = "1") @DecimalMin("0.01") @DecimalMax("10")
            double temperature,

            @JsonUnwrapped Sampling sampling) {}

    /**
     * The part of the distribution that is sampled from, under TRL's names, applied in the order of Hugging Face {@code
     * generate}: penalty, temperature, top k, top p, min p. Log-probabilities are recorded and trained on at the
     * temperature alone, as in TRL.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sampling(
            @Setting(
                    value = "Drop the least likely tokens that together hold no more than 1 - top_p; 1 drops none.",
                    byDefault = "1")
            @DecimalMin("0.001")
            @DecimalMax("1")
            double topP,

            @Setting(value = "Keep the top_k likeliest tokens; 0 keeps all.", byDefault = "0") @Min(0) @Max(1_000_000)
            int topK,

            @Setting(value = "Drop tokens less likely than min_p times the likeliest; 0 drops none.", byDefault = "0")
            @DecimalMin("0")
            @DecimalMax("1")
            double minP,

            @Setting(
                    value =
                            "Above 1, makes tokens that prompt or completion already hold less likely; 1 changes nothing.",
                    byDefault = "1")
            @DecimalMin("0.01")
            @DecimalMax("100")
            double repetitionPenalty) {

        /** The whole distribution. */
        public static final Sampling WHOLE = new Sampling(1, 0, 0, 1);
    }

    /**
     * How rollouts keep step with training. Step n is sampled from version max(0, n - 1 - maxStaleness), while the steps
     * before it are trained on.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Rollouts(
            @Setting(
                    value =
                            "Policy versions that a group may be behind the policy it updates; 0 is strictly on-policy.",
                    byDefault = "0")
            @Min(0)
            @Max(64)
            int maxStaleness,

            @Setting(
                    value =
                            "Groups that are behind: correct weighs them by trainer over sampler, drop leaves out those older"
                                    + " than max_staleness.",
                    byDefault = "correct")
            StaleGroups staleGroups,

            @Setting(
                    value =
                            "How often groups whose rewards are all equal are replaced by groups of further questions before"
                                    + " the update; 0 trains on what was sampled.",
                    byDefault = "0")
            @Min(0)
            @Max(16)
            int dynamicSampling) {}

    /**
     * The variant of GRPO that is optimized. Names and meaning are TRL's; where TRL's own default has moved away from the
     * paper's objective ({@code loss_type}, {@code use_bias_correction_kl}), the paper's stays.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Objective(
            @Setting(
                    value = "Weight of the KL term against the reference policy; 0 keeps no reference.",
                    byDefault = "0")
            @DecimalMin("0")
            @DecimalMax("10")
            double beta,

            @Setting(
                    value = "Clip range of the probability ratio; with epsilon_high, the lower one.",
                    byDefault = "0.2")
            @DecimalMin("0")
            @DecimalMax("1")
            double epsilon,

            @Setting("Upper clip range where it is not epsilon's; for loss_type cispo the bound of the ratio itself.")
            @DecimalMin("0")
            @DecimalMax("100")
            @Nullable
            Double epsilonHigh,

            @Setting("Upper bound of the unclipped ratio (two-sided clipping); without it there is none.")
            @DecimalMin("1")
            @DecimalMax("1000")
            @Nullable
            Double delta,

            @Setting(value = "How token losses become the step's loss.", byDefault = "grpo")
            LossType lossType,

            @Setting(
                    value = "Whose standard deviation advantages are divided by; true is group, false is none.",
                    byDefault = "group",
                    flags = {"group", "none"})
            ScaleRewards scaleRewards,

            @Setting(
                    value =
                            "Whether a token has its own probability ratio or its completion's; sequence with grpo is GSPO.",
                    byDefault = "token")
            ImportanceSamplingLevel importanceSamplingLevel,

            @Setting(value = "Multiply the KL term by the ratio.", byDefault = "false")
            boolean useBiasCorrectionKl,

            @Setting(value = "Weight of the mean entropy of a token, which is rewarded.", byDefault = "0")
            @DecimalMin("-10")
            @DecimalMax("10")
            double entropyCoef,

            @Setting(value = "Leave completions that the length limit ended out of the loss.", byDefault = "false")
            boolean maskTruncatedCompletions,

            @Setting(value = "Updates on the same groups.", byDefault = "1") @Min(1) @Max(64)
            int numIterations) {}

    /** Importance weights between sampler and trainer, TRL's {@code vllm_importance_sampling_mode}. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Correction(
            @Setting(
                    value =
                            "Weights for the difference of sampler and trainer, by token or by completion; outside their"
                                    + " bounds they are moved to them (truncate) or dropped (mask).",
                    byDefault = "none")
            SamplerCorrectionMode importanceSamplingCorrection,

            @Setting(value = "Upper bound of those weights.", byDefault = "3") @DecimalMin("0") @DecimalMax("1000000")
            double importanceSamplingClipMax,

            @Setting("Lower bound of those weights; without it there is none.")
            @DecimalMin("0")
            @DecimalMax("1000000")
            @Nullable
            Double importanceSamplingClipMin)
            implements CrossFieldRules {

        @Override
        public void check(Faults faults) {
            if (importanceSamplingClipMin != null && importanceSamplingClipMin >= importanceSamplingClipMax) {
                faults.reject("importance_sampling_clip_min", "must be less than importance_sampling_clip_max");
            }
        }
    }

    /** The reference policy, which can be moved towards the trained one, under TRL's names. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Reference(
            @Setting(value = "Move the reference policy towards the trained one.", byDefault = "false")
            boolean syncRefModel,

            @Setting(value = "Optimizer steps between two moves of the reference.", byDefault = "512")
            @Min(1)
            @Max(1_000_000)
            int refModelSyncSteps,

            @Setting(value = "Share of the trained policy in the new reference.", byDefault = "0.6")
            @DecimalMin("0")
            @DecimalMax("1")
            double refModelMixupAlpha,

            @Setting(
                    value = "Keep the reference policy in the machine's memory instead of the device's.",
                    byDefault = "false")
            boolean offloadReference) {}

    /** AdamW and its schedule. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Optimizer(
            @Setting(value = "Learning rate after the warm-up.", byDefault = "1e-5") @DecimalMin("0") @DecimalMax("1")
            double learningRate,

            @Setting(value = "Norm that gradients are clipped to.", byDefault = "1")
            @DecimalMin("0")
            @DecimalMax("1000000")
            double maxGradNorm,

            @Setting(value = "Steps in which the learning rate rises from zero.", byDefault = "0")
            @Min(0)
            @Max(1_000_000)
            int warmupSteps,

            @Setting(value = "Updates in a row without a finite loss and gradient that end the run.", byDefault = "5")
            @Min(1)
            @Max(1_000_000)
            int maxSkippedSteps) {}

    /** Which weights are trained. */
    @ByDefault(setting = "freeze_vision", value = "true", with = "lora")
    @JsonNaming(SnakeCaseStrategy.class)
    public record Trained(
            @Setting(
                    value = "Leave the vision tower as it is; short for visual in freeze. Always so with lora.",
                    byDefault = "true")
            boolean freezeVision,

            @Setting(
                    value = "Modules that stay as they are, as the published names of their weights begin:"
                            + " model.layers.3.mlp.",
                    byDefault = "[]")
            @Size(max = 1000)
            List<
                            @Pattern(
                                    regexp = RunSpec.MODULE,
                                    message = "must be a module's name, such as model.layers.0.mlp")
                            String>
                    freeze,

            @Setting("Low-rank adapters that are trained in place of all weights, under PEFT's names.") @Nullable
            Lora lora)
            implements CrossFieldRules {

        public Trained {
            freeze = List.copyOf(freeze);
        }

        @Override
        public void check(Faults faults) {
            if (lora != null && !freezeVision) {
                faults.reject(
                        "freeze_vision", "must be true or absent with lora, which trains nothing but its adapters");
            }
            if (lora != null && !freeze.isEmpty()) {
                faults.reject("freeze", "must be absent with lora, which trains nothing but its adapters");
            }
        }
    }

    /** The loss on held-out exemplars, and when it ends the run. Names and meaning are those of Hugging Face's Trainer. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record EarlyStopping(
            @Setting("Steps between two evaluations; without it there are none.") @Min(1) @Max(1_000_000) @Nullable
            Integer evalSteps,

            @Setting(value = "Held-out exemplars of an evaluation.", byDefault = "128") @Min(1) @Max(4096)
            int evalSamples,

            @Setting(
                    "Evaluations in a row without a better loss that end the run, whose best checkpoint is then @latest;"
                            + " without it all steps are taken.")
            @Min(1)
            @Max(1_000_000)
            @Nullable
            Integer earlyStoppingPatience,

            @Setting(value = "By how much the loss must fall to count as better.", byDefault = "0")
            @DecimalMin("0")
            @DecimalMax("1000000")
            double earlyStoppingThreshold)
            implements CrossFieldRules {

        @Override
        public void check(Faults faults) {
            if (earlyStoppingPatience != null && evalSteps == null) {
                faults.reject("early_stopping_patience", "needs eval_steps: without it nothing is evaluated");
            }
        }
    }

    /** When checkpoints are made, and which keep their weights; promoted ones always do. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Checkpoints(
            @Setting(value = "Steps between two checkpoints; the last step makes one too.", byDefault = "10")
            @Min(1)
            @Max(1_000_000)
            int checkpointEvery,

            @Setting("How many of the newest checkpoints keep their weights; without it all do.")
            @Min(1)
            @Max(1_000_000)
            @Nullable
            Integer saveTotalLimit,

            @Setting("Besides those, checkpoints whose step is a multiple of it keep their weights.")
            @Min(1)
            @Max(1_000_000)
            @Nullable
            Integer keepEvery)
            implements CrossFieldRules {

        @Override
        public void check(Faults faults) {
            if (keepEvery != null && saveTotalLimit == null) {
                faults.reject("keep_every", "needs save_total_limit: without it all checkpoints stay");
            }
        }
    }

    /**
     * How weights, activations and optimizer state are held. What is bf16 is rounded stochastically when it is updated, by
     * the run's seed.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Memory(
            @Setting(
                    value = "Type of weights, activations, gradients and the policies that are published.",
                    byDefault = "fp32")
            Dtype weightsDtype,

            @Setting(value = "Type of AdamW's moments.", byDefault = "fp32")
            Dtype optimStates,

            @Setting(
                    value = "Keep AdamW's moments in the machine's memory instead of the device's.",
                    byDefault = "false")
            boolean offloadOptimizer,

            @Setting(
                    value = "Run layers again in the backward pass instead of keeping their activations.",
                    byDefault = "false")
            boolean gradientCheckpointing) {}

    /** Weighted reward components. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record RewardSpec(
            @Setting(
                    value = "Rewards that are added up.",
                    byDefault = "[{\"name\":\"accuracy\"},{\"name\":\"format\",\"weight\":0.5}]")
            @Size(max = 16)
            List<Component> components,

            @Setting(value = "Limit of the length reward, in tokens.", byDefault = "1024") @Min(1) @Max(1_000_000)
            int lengthLimit)
            implements CrossFieldRules {

        /** The reward that has a method. */
        public static final String ACCURACY = "accuracy";

        public RewardSpec {
            components = List.copyOf(components);
        }

        @Override
        public void check(Faults faults) {
            if (components.isEmpty()) {
                faults.reject("components", "must name at least one reward");
            }
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < components.size(); i++) {
                if (!seen.add(components.get(i).name())) {
                    faults.reject("components[" + i + "].name", "given twice");
                }
            }
        }

        /** How a completion's letter is read, for every reward and figure that asks whether it is the right one. */
        public AccuracyMethod accuracyMethod() {
            return components.stream()
                    .map(Component::method)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(AccuracyMethod.STRICT);
        }

        /** A scorer's name and its weight in the sum. */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Component(
                @Setting("What is rewarded.")
                @NotNull
                @Size(max = 100)
                @Pattern(
                        regexp = "accuracy|format|length|repetition",
                        flags = Pattern.Flag.CASE_INSENSITIVE,
                        message = "unknown reward; known are [accuracy, format, length, repetition]")
                String name,

                @Setting(value = "Weight in the sum.", byDefault = "1") @DecimalMin("-100") @DecimalMax("100")
                double weight,

                @Setting(
                        "How accuracy, which alone has a method, reads the letter that a completion chooses: strict, unless a"
                                + " preset says otherwise.")
                @Nullable
                AccuracyMethod method)
                implements CrossFieldRules {

            public Component {
                name = name.toLowerCase(Locale.ROOT);
                method = method == null && name.equals(ACCURACY) ? AccuracyMethod.STRICT : method;
            }

            public Component(String name, double weight) {
                this(name, weight, null);
            }

            @Override
            public void check(Faults faults) {
                if (method != null && !name.equals(ACCURACY)) {
                    faults.reject("method", "is for accuracy alone; leave it out");
                }
            }
        }
    }
}

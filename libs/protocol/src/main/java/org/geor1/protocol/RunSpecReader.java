package org.geor1.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.geor1.protocol.RunSpec.RewardSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads a caller's JSON into a {@link RunSpec}: ranges and defaults of every field stand here and nowhere else. */
public final class RunSpecReader {

    /** The scorers a run may ask for. */
    public static final Set<String> REWARDS = Set.of("accuracy", "format", "length", "repetition");

    /** The decoder's linear layers, each of which may have an adapter. */
    public static final List<String> LORA_MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    private static final Pattern LORA_MODULE = Pattern.compile(String.join("|", LORA_MODULES));

    private static final Pattern MODULE = Pattern.compile("\\w+(\\.\\w+)*");

    /** Updates in a row without a number that end a run which says nothing of them. */
    private static final int MAX_SKIPPED_STEPS = 5;

    private static final int LENGTH_LIMIT = 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private RunSpecReader() {}

    /** The reward of a run that asks for none: accuracy, and format at half its weight. */
    public static RewardSpec defaultReward() {
        return new RewardSpec(Preset.DEFAULT.rewards, LENGTH_LIMIT);
    }

    /**
     * SFT settings, those that are given under their names in JSON; the others have their defaults.
     *
     * @throws InvalidRequestException naming every fault at once
     */
    public static RunSpec.Sft sft(Map<String, ?> settings) {
        return settings(JSON.valueToTree(settings), RunSpecReader::sft);
    }

    /** The same for GRPO. */
    public static RunSpec.Grpo grpo(Map<String, ?> settings) {
        return settings(JSON.valueToTree(settings), RunSpecReader::grpo);
    }

    /** The settings of {@code base} but for those that are given. */
    public static RunSpec.Grpo grpo(RunSpec.Grpo base, Map<String, ?> changes) {
        ObjectNode all = JSON.valueToTree(base);
        return settings(all.setAll((ObjectNode) JSON.valueToTree(changes)), RunSpecReader::grpo);
    }

    private static <T> T settings(JsonNode json, Function<JsonFields, T> reader) {
        List<FieldError> errors = new ArrayList<>();
        T settings = reader.apply(JsonFields.root(json, errors));
        refuse(errors);
        return settings;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }

    /**
     * @throws InvalidRequestException naming every unknown, missing, mistyped or out-of-range field at once
     */
    public static RunSpec read(@Nullable JsonNode json) {
        List<FieldError> errors = new ArrayList<>();
        RunSpec spec = read(JsonFields.root(json, errors), json);
        refuse(errors);
        return spec;
    }

    /** A JSON Schema of what {@link #read} takes: the reader itself declares it, by reading every kind of run once. */
    public static ObjectNode schema() {
        Declarations declarations = new Declarations();
        for (RunKind kind : RunKind.values()) {
            // What a run says of adapters changes other fields' defaults, so the run without them comes first.
            for (String settings : List.of("{}", "{\"lora\":{}}")) {
                JsonNode json = JSON.readTree("""
                        {"method":{"type":"%1$s","%1$s":%2$s},"reward":{"components":[{}]}}""".formatted(kind.wire(), settings));
                read(JsonFields.root(json, new ArrayList<>(), declarations), json);
            }
        }
        ObjectNode schema = declarations.schema();
        ObjectNode name = (ObjectNode) schema.at("/properties/reward/properties/components/items/properties/name");
        REWARDS.stream().sorted().forEach(name.putArray("enum")::add);
        return schema;
    }

    private static RunSpec read(JsonFields fields, @Nullable JsonNode json) {
        RunSpec spec = new RunSpec(
                fields.text("experiment", "default", 100),
                fields.optionalText("name", 200),
                fields.text("model", null, 200),
                fields.text("dataset", "mini-earth", 200),
                fields.wholeNumber("seed", 0, 0, Long.MAX_VALUE),
                method(fields.object("method", true)),
                reward(fields.object("reward", false), presetOf(json)));
        fields.close();
        return spec;
    }

    /** Rewards stand beside the method that names the preset; its faults are told with the method's. */
    private static Preset presetOf(@Nullable JsonNode json) {
        JsonNode grpo = json == null ? JsonNodeFactory.instance.nullNode() : json.at("/method/grpo");
        return preset(JsonFields.root(grpo, new ArrayList<>()));
    }

    private static Preset preset(JsonFields grpo) {
        return grpo.choice("preset", Preset.DEFAULT, Preset.class, Preset.DEFAULT);
    }

    private static RunSpec.Method method(JsonFields fields) {
        RunKind type = fields.choice("type", null, RunKind.class, RunKind.GRPO);
        for (RunKind other : RunKind.values()) {
            if (other != type && fields.has(other.wire())) {
                fields.reject(other.wire(), "is for runs of another type; leave it out, or change type");
            }
        }
        RunSpec.Method method = new RunSpec.Method(
                type,
                type == RunKind.SFT ? sft(fields.object("sft", false)) : null,
                type == RunKind.GRPO ? grpo(fields.object("grpo", false)) : null,
                type == RunKind.EVAL ? eval(fields.object("eval", false)) : null);
        fields.close();
        return method;
    }

    private static RunSpec.Sft sft(JsonFields fields) {
        RunSpec.Sft sft = new RunSpec.Sft(
                fields.integer("max_steps", 200, 1, 1_000_000),
                fields.integer("batch_size", 32, 1, 4096),
                fields.number("learning_rate", 1e-4, 0, 1),
                fields.number("weight_decay", 0, 0, 1),
                fields.number("max_grad_norm", 1, 0, 1e6),
                fields.integer("warmup_steps", 0, 0, 1_000_000),
                freezeVision(fields, false),
                freeze(fields),
                lora(fields),
                fields.flag("gradient_checkpointing", false),
                fields.integer("checkpoint_every", 50, 1, 1_000_000),
                fields.flag("answer_only", false),
                maxSkippedSteps(fields),
                earlyStopping(fields),
                retention(fields),
                memory(fields));
        fields.close();
        return sft;
    }

    private static boolean freezeVision(JsonFields fields, boolean defaultValue) {
        boolean lora = fields.has("lora");
        boolean freeze = fields.flag("freeze_vision", lora || defaultValue);
        if (lora && !freeze) {
            fields.reject("freeze_vision", "must be true or absent with lora, which trains nothing but its adapters");
        }
        return freeze;
    }

    private static List<String> freeze(JsonFields fields) {
        List<String> modules = fields.texts("freeze", MODULE, "a module's name, such as model.layers.0.mlp");
        if (!modules.isEmpty() && fields.has("lora")) {
            fields.reject("freeze", "must be absent with lora, which trains nothing but its adapters");
        }
        return modules;
    }

    private static RunSpec.@Nullable Lora lora(JsonFields fields) {
        if (!fields.has("lora")) {
            return null;
        }
        JsonFields lora = fields.object("lora", false);
        List<String> modules = lora.texts("target_modules", LORA_MODULE, "one of " + LORA_MODULES);
        if (lora.has("lora_dropout")) {
            lora.reject("lora_dropout", "there is no dropout here: leave it out");
        }
        RunSpec.Lora settings = new RunSpec.Lora(
                lora.integer("r", 8, 1, 4096),
                lora.integer("lora_alpha", 8, 1, 1_000_000),
                modules.isEmpty() ? LORA_MODULES : modules);
        lora.close();
        return settings;
    }

    private static int maxSkippedSteps(JsonFields fields) {
        return fields.integer("max_skipped_steps", MAX_SKIPPED_STEPS, 1, 1_000_000);
    }

    private static RunSpec.EarlyStopping earlyStopping(JsonFields fields) {
        RunSpec.EarlyStopping stopping = new RunSpec.EarlyStopping(
                fields.optionalInteger("eval_steps", 1, 1_000_000),
                fields.integer("eval_samples", 128, 1, 4096),
                fields.optionalInteger("early_stopping_patience", 1, 1_000_000),
                fields.number("early_stopping_threshold", 0, 0, 1e6));
        if (stopping.earlyStoppingPatience() != null && stopping.evalSteps() == null) {
            fields.reject("early_stopping_patience", "needs eval_steps: without it nothing is evaluated");
        }
        return stopping;
    }

    private static RunSpec.Retention retention(JsonFields fields) {
        RunSpec.Retention retention = new RunSpec.Retention(
                fields.optionalInteger("save_total_limit", 1, 1_000_000),
                fields.optionalInteger("keep_every", 1, 1_000_000));
        if (retention.keepEvery() != null && retention.saveTotalLimit() == null) {
            fields.reject("keep_every", "needs save_total_limit: without it all checkpoints stay");
        }
        return retention;
    }

    private static RunSpec.ReferenceSync referenceSync(JsonFields fields, double beta) {
        RunSpec.ReferenceSync sync = new RunSpec.ReferenceSync(
                fields.flag("sync_ref_model", false),
                fields.integer("ref_model_sync_steps", 512, 1, 1_000_000),
                fields.number("ref_model_mixup_alpha", 0.6, 0, 1));
        if (sync.syncRefModel() && beta == 0) {
            fields.reject("sync_ref_model", "needs a beta above 0: without it there is no reference");
        }
        return sync;
    }

    private static RunSpec.Grpo grpo(JsonFields fields) {
        Preset preset = preset(fields);
        double beta = fields.number("beta", preset.beta, 0, 10);
        RunSpec.Grpo grpo = new RunSpec.Grpo(
                fields.integer("max_steps", 200, 1, 1_000_000),
                fields.integer("prompts_per_step", 16, 1, 1024),
                fields.integer("group_size", 8, 2, 128),
                beta,
                fields.number("epsilon", 0.2, 0, 1),
                fields.number("temperature", 1, 0.01, 10),
                sampling(fields),
                fields.integer("max_completion_length", preset.maxCompletionLength, 1, 32_768),
                fields.number("learning_rate", 1e-5, 0, 1),
                fields.number("max_grad_norm", 1, 0, 1e6),
                fields.integer("warmup_steps", 0, 0, 1_000_000),
                scaleRewards(fields),
                freezeVision(fields, true),
                freeze(fields),
                lora(fields),
                fields.flag("gradient_checkpointing", false),
                fields.flag("shared_prefix", true),
                fields.integer("checkpoint_every", 10, 1, 1_000_000),
                fields.integer("candidates", 5, 2, 10),
                fields.choice("confusers", Confusers.SAME_CITY, Confusers.class, Confusers.SAME_CITY),
                rollouts(fields),
                maxSkippedSteps(fields),
                referenceSync(fields, beta),
                retention(fields),
                fields.flag("offload_reference", false),
                memory(fields),
                objective(fields));
        if (grpo.offloadReference() && grpo.beta() == 0) {
            fields.reject("offload_reference", "there is no reference policy while beta is 0");
        }
        fields.close();
        return grpo;
    }

    private static RunSpec.Sampling sampling(JsonFields fields) {
        return new RunSpec.Sampling(
                fields.number("top_p", 1, 0.001, 1),
                fields.integer("top_k", 0, 0, 1_000_000),
                fields.number("min_p", 0, 0, 1),
                fields.number("repetition_penalty", 1, 0.01, 100));
    }

    private static RunSpec.Rollouts rollouts(JsonFields fields) {
        return new RunSpec.Rollouts(
                fields.integer("max_staleness", 0, 0, 64),
                fields.choice("stale_groups", StaleGroups.CORRECT, StaleGroups.class, StaleGroups.CORRECT),
                fields.integer("dynamic_sampling", 0, 0, 16));
    }

    private static RunSpec.Memory memory(JsonFields fields) {
        return new RunSpec.Memory(
                fields.choice("weights_dtype", Dtype.FP32, Dtype.class, Dtype.FP32),
                fields.choice("optim_states", Dtype.FP32, Dtype.class, Dtype.FP32),
                fields.flag("offload_optimizer", false));
    }

    /** A flag is TRL's older spelling, and that of runs stored before there was a choice. */
    private static ScaleRewards scaleRewards(JsonFields fields) {
        if (fields.isFlag("scale_rewards")) {
            return fields.flag("scale_rewards", true) ? ScaleRewards.GROUP : ScaleRewards.NONE;
        }
        return fields.choice("scale_rewards", ScaleRewards.GROUP, ScaleRewards.class, ScaleRewards.GROUP);
    }

    private static RunSpec.Objective objective(JsonFields fields) {
        RunSpec.Objective objective = new RunSpec.Objective(
                fields.choice("loss_type", LossType.GRPO, LossType.class, LossType.GRPO),
                fields.choice(
                        "importance_sampling_level",
                        ImportanceSamplingLevel.TOKEN,
                        ImportanceSamplingLevel.class,
                        ImportanceSamplingLevel.TOKEN),
                fields.optionalNumber("epsilon_high", 0, 100),
                fields.optionalNumber("delta", 1, 1000),
                fields.flag("use_bias_correction_kl", false),
                fields.number("entropy_coef", 0, -10, 10),
                fields.flag("mask_truncated_completions", false),
                fields.integer("num_iterations", 1, 1, 64),
                fields.choice(
                        "importance_sampling_correction",
                        SamplerCorrection.NONE,
                        SamplerCorrection.class,
                        SamplerCorrection.NONE),
                fields.number("importance_sampling_clip_max", 3, 0, 1e6),
                fields.optionalNumber("importance_sampling_clip_min", 0, 1e6));
        Double min = objective.importanceSamplingClipMin();
        if (min != null && min >= objective.importanceSamplingClipMax()) {
            fields.reject("importance_sampling_clip_min", "must be less than importance_sampling_clip_max");
        }
        return objective;
    }

    private static RunSpec.Eval eval(JsonFields fields) {
        RunSpec.Eval eval = new RunSpec.Eval(
                fields.integer("questions", 500, 1, 100_000),
                fields.integer("prompts_per_step", 50, 1, 1024),
                fields.integer("max_completion_length", 256, 1, 32_768),
                fields.integer("candidates", 5, 2, 10),
                fields.choice("confusers", Confusers.SAME_CITY, Confusers.class, Confusers.SAME_CITY),
                fields.flag("blank_images", false));
        fields.close();
        return eval;
    }

    private static RewardSpec reward(JsonFields fields, Preset preset) {
        List<RewardSpec.Component> components = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonFields item : fields.objects("components", 16)) {
            String name = item.text("name", null, 100).toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !REWARDS.contains(name)) {
                item.reject(
                        "name",
                        "unknown reward; known are " + REWARDS.stream().sorted().toList());
            } else if (!name.isEmpty() && !seen.add(name)) {
                item.repeated("name");
            }
            double weight = item.number("weight", 1, -100, 100);
            if (name.equals(RewardSpec.ACCURACY)) {
                AccuracyMethod usual = preset.accuracyMethod();
                components.add(new RewardSpec.Component(
                        name, weight, item.choice("method", usual, AccuracyMethod.class, usual)));
            } else {
                components.add(new RewardSpec.Component(name, weight));
            }
            item.close();
        }
        if (!fields.has("components")) {
            components.addAll(preset.rewards);
        } else if (components.isEmpty()) {
            fields.reject("components", "must name at least one reward");
        }
        RewardSpec reward = new RewardSpec(components, fields.integer("length_limit", LENGTH_LIMIT, 1, 1_000_000));
        fields.close();
        return reward;
    }
}

package org.geor1.protocol.run;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.RequestReader;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.geor1.protocol.settings.SettingsSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller asks of a fork: where it starts, and what it does otherwise than its parent.
 */
public record RunFork(
        @Setting("Step of the parent's checkpoint; without it the checkpoint that @latest names.")
        @Min(1)
        @Max(Long.MAX_VALUE)
        @Nullable
        Long step,

        @Setting(
                value =
                        "Go on with optimizer, schedule, reference and step count; otherwise a run of its own starts from the"
                                + " weights.",
                byDefault = "false")
        boolean resumeOptimizer,

        @Setting("A JSON merge patch (RFC 7396) on the parent's specification.")
        JsonNode overrides)
        implements CrossFieldRules {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What decides which tensors the optimizer has, and how many of its steps a step takes. */
    private static final List<String> OPTIMIZER_SETTINGS = List.of("freeze_vision", "freeze", "lora", "num_iterations");

    /** @throws InvalidRequestException naming every fault at once */
    public static RunFork read(@Nullable JsonNode json) {
        return RequestReader.read(RunFork.class, json, Map.of());
    }

    /** A JSON Schema of what {@link #read} takes; the patch is checked when it is applied. */
    public static ObjectNode schema() {
        return SettingsSchema.of(RunFork.class);
    }

    @Override
    public void check(Faults faults) {
        if (overrides.hasNonNull("model")) {
            faults.reject("overrides.model", "must be left out: a fork starts from its parent's checkpoint");
        }
    }

    /**
     * The fork's specification.
     *
     * @param model the name of the checkpoint it starts from
     * @param fromStep that checkpoint's step
     * @throws InvalidRequestException naming every fault at once
     */
    public RunSpec specification(RunSpec parent, String model, long fromStep) {
        ObjectNode base = JSON.valueToTree(parent);
        JsonNode type = overrides.at("/method/type");
        if (type.isString() && !type.equals(base.at("/method/type"))) {
            base.remove("method");
        }
        replace(base, overrides, "dataset", "datasets");
        for (String kind : List.of("sft", "grpo")) {
            if (base.at("/method/" + kind) instanceof ObjectNode settings) {
                replace(settings, overrides.at("/method/" + kind), "max_steps", "num_train_epochs");
            }
        }
        ObjectNode patched = merge(base, overrides);
        patched.put("model", model);
        RunSpec spec = readSpecification(patched);
        if (resumeOptimizer) {
            requireSameTraining(parent, spec, fromStep);
        }
        return spec;
    }

    /** Takes out what the parent says under one of two names if the patch says it under the other. */
    private static void replace(ObjectNode base, JsonNode patch, String one, String other) {
        if (patch.hasNonNull(one) != patch.hasNonNull(other)) {
            base.remove(patch.hasNonNull(one) ? other : one);
        }
    }

    private static RunSpec readSpecification(JsonNode patched) {
        try {
            return RunSpecReader.read(patched);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    e.errors().stream().map(error -> error.within("overrides")).toList());
        }
    }

    private static void requireSameTraining(RunSpec parent, RunSpec spec, long fromStep) {
        List<FieldError> errors = new ArrayList<>();
        String kind = parent.method().type().wire();
        if (spec.method().type() != parent.method().type()) {
            errors.add(new FieldError(
                    "resume_optimizer", "needs the parent's method, " + kind + "; leave one of the two changes out"));
        } else {
            String path = "/method/" + kind + "/";
            JsonNode before = JSON.valueToTree(parent);
            JsonNode after = JSON.valueToTree(spec);
            for (String name : OPTIMIZER_SETTINGS) {
                if (!before.at(path + name).equals(after.at(path + name))) {
                    errors.add(new FieldError(
                            "overrides.method." + kind + "." + name,
                            "must stay " + before.at(path + name) + " where the optimizer goes on"));
                }
            }
            Long steps = spec.method().steps();
            if (steps != null && steps <= fromStep) {
                errors.add(tooShort(spec, steps, fromStep));
            }
        }
        refuse(errors);
    }

    /**
     * Refuses a fork that is to go on with the optimizer and has no step left to take.
     *
     * @param steps that the fork's specification comes to
     * @param fromStep step of the checkpoint it starts from
     */
    public void requireStepsLeft(RunSpec spec, long steps, long fromStep) {
        if (resumeOptimizer && steps <= fromStep) {
            refuse(List.of(tooShort(spec, steps, fromStep)));
        }
    }

    private static FieldError tooShort(RunSpec spec, long steps, long fromStep) {
        String settings = "overrides.method." + spec.method().type().wire();
        return spec.method().epochs() == null
                ? new FieldError(
                        settings + ".max_steps",
                        "must be more than " + fromStep + ", the step at which the optimizer goes on")
                : new FieldError(
                        settings + ".num_train_epochs",
                        "comes to " + steps + " steps and must come to more than " + fromStep
                                + ", the step at which the optimizer goes on");
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }

    private static ObjectNode merge(ObjectNode target, JsonNode patch) {
        patch.forEachEntry((name, value) -> {
            if (value.isNull()) {
                target.remove(name);
            } else if (value.isObject()) {
                JsonNode old = target.get(name);
                target.set(name, merge(old instanceof ObjectNode object ? object : target.objectNode(), value));
            } else {
                target.set(name, value);
            }
        });
        return target;
    }
}

package org.geor1.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller asks of a fork: where it starts, and what it does otherwise than its parent.
 *
 * @param step the parent's checkpoint of that step; null for its newest
 * @param resumeOptimizer go on with optimizer, schedule, reference and step count; otherwise a run of its own starts from
 *     the weights
 * @param overrides a JSON merge patch (RFC 7396) on the parent's specification
 */
public record RunFork(@Nullable Long step, boolean resumeOptimizer, JsonNode overrides) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What decides which tensors the optimizer has, and how many of its steps a step takes. */
    private static final List<String> OPTIMIZER_SETTINGS = List.of("freeze_vision", "freeze", "lora", "num_iterations");

    /** @throws InvalidRequestException naming every fault at once */
    public static RunFork read(@Nullable JsonNode json) {
        List<FieldError> errors = new ArrayList<>();
        RunFork fork = read(JsonFields.root(json, errors), json);
        refuse(errors);
        return fork;
    }

    /** A JSON Schema of what {@link #read} takes; the patch is checked when it is applied. */
    public static ObjectNode schema() {
        Declarations declarations = new Declarations();
        read(JsonFields.root(JSON.createObjectNode(), new ArrayList<>(), declarations), null);
        ObjectNode schema = declarations.schema();
        ((ObjectNode) schema.at("/properties/overrides")).put("additionalProperties", true);
        return schema;
    }

    private static RunFork read(JsonFields fields, @Nullable JsonNode json) {
        Long step = fields.optionalWholeNumber("step", 1, Long.MAX_VALUE);
        boolean resumeOptimizer = fields.flag("resume_optimizer", false);
        JsonFields overrides = fields.object("overrides", false);
        if (overrides.has("model")) {
            overrides.reject("model", "must be left out: a fork starts from its parent's checkpoint");
        }
        fields.close();
        JsonNode patch = json == null ? null : json.get("overrides");
        return new RunFork(
                step, resumeOptimizer, patch == null || patch.isNull() ? JsonNodeFactory.instance.objectNode() : patch);
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
        ObjectNode patched = merge(base, overrides);
        patched.put("model", model);
        RunSpec spec = readSpecification(patched);
        if (resumeOptimizer) {
            requireSameTraining(parent, spec, fromStep);
        }
        return spec;
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
            if (spec.maxSteps() <= fromStep) {
                errors.add(new FieldError(
                        "overrides.method." + kind + ".max_steps",
                        "must be more than " + fromStep + ", the step at which the optimizer goes on"));
            }
        }
        refuse(errors);
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

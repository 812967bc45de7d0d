package org.geor1.protocol.run;

import java.util.List;
import java.util.Map;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.RequestReader;
import org.geor1.protocol.reward.RewardNames;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.settings.SettingsSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a caller's JSON into a {@link RunSpec}, by the annotations on its fields. Presets are all that is special to runs.
 */
public final class RunSpecReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RunSpecReader() {}

    /** The reward of a run that asks for none: accuracy, and format at half its weight. */
    public static RewardSpec defaultReward() {
        return RequestReader.read(RewardSpec.class, JSON.createObjectNode(), Map.of());
    }

    /**
     * SFT settings, those that are given under their names in JSON; the others have their defaults.
     *
     * @throws InvalidRequestException naming every fault at once
     */
    public static Sft sft(Map<String, ?> settings) {
        return RequestReader.read(Sft.class, JSON.valueToTree(settings), Map.of());
    }

    /** The same for GRPO. */
    public static Grpo grpo(Map<String, ?> settings) {
        return grpo((ObjectNode) JSON.valueToTree(settings));
    }

    /** The settings of {@code base} but for those that are given. */
    public static Grpo grpo(Grpo base, Map<String, ?> changes) {
        ObjectNode all = JSON.valueToTree(base);
        return grpo(all.setAll((ObjectNode) JSON.valueToTree(changes)));
    }

    private static Grpo grpo(ObjectNode settings) {
        return RequestReader.read(Grpo.class, settings, Preset.of(settings).grpo);
    }

    /** The same for evaluation. */
    public static Eval eval(Map<String, ?> settings) {
        return RequestReader.read(Eval.class, JSON.valueToTree(settings), Map.of());
    }

    /**
     * @throws InvalidRequestException naming every unknown, missing, mistyped or out-of-range field at once
     */
    public static RunSpec read(@Nullable JsonNode json) {
        Preset preset = Preset.of(json == null ? null : json.at("/method/grpo"));
        return RequestReader.read(
                RunSpec.class, json == null ? null : withAccuracyMethod(json, preset), preset.defaults());
    }

    /** A JSON Schema of what {@link #read} takes. */
    public static ObjectNode schema() {
        ObjectNode schema = SettingsSchema.of(RunSpec.class);
        ObjectNode name = (ObjectNode) schema.at("/properties/reward/properties/components/items/properties/name");
        ObjectNode own = name.deepCopy().without(List.of("description"));
        ObjectNode known = JSON.createObjectNode().put("type", "string");
        RewardNames.KNOWN.forEach(known.putArray("enum")::add);
        name.retain("description").putArray("anyOf").add(own).add(known);
        return schema;
    }

    /** The preset's method for an accuracy reward that the caller lists without one. */
    private static JsonNode withAccuracyMethod(JsonNode json, Preset preset) {
        if (!json.at("/reward/components").isArray()) {
            return json;
        }
        JsonNode completed = json.deepCopy();
        for (JsonNode component : completed.at("/reward/components")) {
            if (component instanceof ObjectNode reward
                    && reward.path("name").asString("").equalsIgnoreCase(RewardNames.ACCURACY)
                    && !reward.hasNonNull("method")) {
                reward.set("method", JSON.valueToTree(preset.accuracyMethod));
            }
        }
        return completed;
    }
}

package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.Map;
import org.geor1.protocol.reward.AccuracyMethod;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a GRPO run's defaults come from. Whatever the run says itself takes precedence; a stored run holds values alone.
 *
 * @see RunSpecReader
 */
enum Preset {
    /** Sized for the shipped model: the defaults beside the settings. */
    @JsonProperty("default")
    DEFAULT(Map.of(), Map.of(), AccuracyMethod.STRICT),

    /** The published training script's objective and rewards, each reward of weight 1. */
    @JsonProperty("geo-r1")
    GEO_R1(Map.of("beta", "0.04", "max_completion_length", "2048"), Map.of("components", """
                    [{"name":"accuracy","method":"mcq"},{"name":"format"},{"name":"length"},{"name":"repetition"}]"""), AccuracyMethod.MCQ);

    /** Defaults of GRPO's settings, by name. */
    final Map<String, String> grpo;

    private final Map<String, String> reward;

    /** How accuracy reads a letter where the run names no method. */
    final AccuracyMethod accuracyMethod;

    Preset(Map<String, String> grpo, Map<String, String> reward, AccuracyMethod accuracyMethod) {
        this.grpo = grpo;
        this.reward = reward;
        this.accuracyMethod = accuracyMethod;
    }

    /** The preset that GRPO settings name; a faulty name is for the reader to tell. */
    static Preset of(@Nullable JsonNode grpo) {
        String name = grpo == null ? "" : grpo.path("preset").asString("");
        return name.equals("geo-r1") ? GEO_R1 : DEFAULT;
    }

    /** Defaults of a whole run, by path. */
    Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>();
        grpo.forEach((name, value) -> defaults.put("method.grpo." + name, value));
        reward.forEach((name, value) -> defaults.put("reward." + name, value));
        return defaults;
    }
}

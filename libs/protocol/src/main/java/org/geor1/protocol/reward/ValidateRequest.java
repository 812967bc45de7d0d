package org.geor1.protocol.reward;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.RequestReader;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.JsonNode;

/**
 * Asks what a run's reward would make of samples. What a sample's truth lacks is no fault of the request but part of the
 * answer.
 */
public record ValidateRequest(
        @Setting("What completions are rewarded for, as in a run.") @NotNull
        RewardSpec reward,

        @Setting(value = "Completions to try it on.", byDefault = "[]") @Size(max = ValidateRequest.MAX)
        List<ScoreRequest.Item> samples)
        implements CrossFieldRules {

    private static final int MAX = 100;

    @Override
    public void check(Faults faults) {
        if (samples.isEmpty()) {
            faults.reject("samples", "must hold 1 to " + MAX + " items");
        }
    }

    /** @throws org.geor1.protocol.InvalidRequestException naming every fault at once */
    public static ValidateRequest read(JsonNode json) {
        return RequestReader.read(ValidateRequest.class, json, Map.of());
    }
}

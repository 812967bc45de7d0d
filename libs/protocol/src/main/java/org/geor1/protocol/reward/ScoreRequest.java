package org.geor1.protocol.reward;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.RequestReader;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Asks for the rewards of completions that belong to no run.
 *
 * @param reward as in a run; absent means the default reward
 */
public record ScoreRequest(
        @Setting("What completions are rewarded for; without it the default reward.") @Nullable
        RewardSpec reward,

        @Setting(value = "What to score.", byDefault = "[]") @Size(max = ScoreRequest.MAX)
        List<Item> completions)
        implements CrossFieldRules {

    private static final int MAX = 1000;

    private static final String TEXT = "(?s).*";

    /**
     * @param truth the right answer's letter
     * @param tokens the completion's length; its words are counted when absent
     */
    public record Item(
            @Setting("What the model said.") @NotNull @Pattern(regexp = ScoreRequest.TEXT, message = "must be a text")
            String completion,

            @Setting("The right answer's letter.")
            @NotNull
            @Pattern(regexp = "[A-J]", message = "must be a letter from A to J")
            String truth,

            @Setting("The completion's length in tokens; without it its words are counted.")
            @Min(0)
            @Max(Integer.MAX_VALUE)
            @Nullable
            Integer tokens) {}

    @Override
    public void check(Faults faults) {
        if (completions.isEmpty()) {
            faults.reject("completions", "must hold 1 to " + MAX + " items");
        }
    }

    /** @throws org.geor1.protocol.InvalidRequestException naming every fault at once */
    public static ScoreRequest read(JsonNode json) {
        return RequestReader.read(ScoreRequest.class, json, Map.of());
    }
}

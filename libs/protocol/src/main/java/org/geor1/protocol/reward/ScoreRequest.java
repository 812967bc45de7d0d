package org.geor1.protocol.reward;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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

    private static final String NAME = "(?s).*\\S.*";

    /**
     * @param truth the right answer; a letter where accuracy or length is asked for
     * @param tokens the completion's length; its words are counted when absent
     */
    public record Item(
            @Setting("What the model said.") @NotNull @Pattern(regexp = ScoreRequest.TEXT, message = "must be a text")
            String completion,

            @Setting("The right answer; for accuracy and length its letter.")
            @Pattern(regexp = ScoreRequest.TEXT, message = "must be a text")
            @Nullable
            String truth,

            @Setting("The completion's length in tokens; without it its words are counted.")
            @Min(0)
            @Max(Integer.MAX_VALUE)
            @Nullable
            Integer tokens,

            @Setting("The city that the question is about.")
            @Size(max = 200)
            @Pattern(regexp = ScoreRequest.NAME, message = "must be a name of 1 to 200 characters")
            @Nullable
            String city,

            @Setting("The country that the question is about, by name or code.")
            @Size(max = 200)
            @Pattern(regexp = ScoreRequest.NAME, message = "must be a name of 1 to 200 characters")
            @Nullable
            String country,

            @Setting("Degrees north.") @DecimalMin("-90") @DecimalMax("90") @Nullable
            Double lat,

            @Setting("Degrees east.") @DecimalMin("-180") @DecimalMax("180") @Nullable
            Double lon,

            @Setting("What the model was asked, for rewards of your own.")
            @Pattern(regexp = ScoreRequest.TEXT, message = "must be a text")
            @Nullable
            String prompt) {

        /** An item whose truth is an answer alone. */
        public Item(String completion, @Nullable String truth, @Nullable Integer tokens) {
            this(completion, truth, tokens, null, null, null, null, null);
        }

        /** What is known of the right answer. */
        public RewardTruth known() {
            return new RewardTruth(truth, city, country, lat, lon);
        }
    }

    @Override
    public void check(Faults faults) {
        if (completions.isEmpty()) {
            faults.reject("completions", "must hold 1 to " + MAX + " items");
        }
        List<String> rewards = reward == null
                ? List.of(RewardNames.ACCURACY)
                : reward.components().stream().map(RewardSpec.Component::name).toList();
        for (int i = 0; i < completions.size(); i++) {
            for (String name : rewards) {
                RewardTruth.Lack lack = completions.get(i).known().lackFor(name);
                if (lack != null) {
                    faults.reject("completions[" + i + "]." + lack.field(), lack.message());
                }
            }
        }
    }

    /** @throws org.geor1.protocol.InvalidRequestException naming every fault at once */
    public static ScoreRequest read(JsonNode json) {
        return RequestReader.read(ScoreRequest.class, json, Map.of());
    }
}

package org.geor1.benchmarks.parity.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoLoss;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Values that TRL computed from given log-probabilities, made by {@code make_loss_fixtures.py}. */
public final class LossGoldens {

    private final JsonNode json;
    private final int[] lengths;

    public LossGoldens(JsonNode json) {
        this.json = json;
        this.lengths = stream(json.path("lengths")).mapToInt(JsonNode::intValue).toArray();
    }

    public String trlVersion() {
        return json.path("trl").stringValue();
    }

    public Stream<JsonNode> cases() {
        return stream(json.path("cases"));
    }

    /** The case's log-probabilities; without old ones it is on-policy. */
    public GrpoLoss.Tokens tokens(JsonNode golden) {
        return new GrpoLoss.Tokens(
                floats("log_probs"),
                floats("entropies"),
                golden.path("old").booleanValue() ? floats("old") : new float[0],
                floats("reference"));
    }

    public List<ScoredGroup> groups(JsonNode golden) {
        double[] rewards =
                doubles(json.path("rewards").path(golden.path("rewards").asString("varied")));
        float[] sampler = floats("sampler");
        int size = json.path("group_size").intValue();
        List<ScoredGroup> groups = new ArrayList<>();
        List<ScoredCompletion> completions = new ArrayList<>();
        int m = 0;
        for (int i = 0; i < lengths.length; i++) {
            float[] logProbs = new float[lengths[i]];
            System.arraycopy(sampler, m, logProbs, 0, lengths[i]);
            m += lengths[i];
            completions.add(new ScoredCompletion(new int[lengths[i]], logProbs, rewards[i], lengths[i] == limit()));
            if (completions.size() == size) {
                groups.add(new ScoredGroup("g" + groups.size(), ChatPrompt.of(new ChatPrompt.Text("p")), completions));
                completions = new ArrayList<>();
            }
        }
        return groups;
    }

    public GrpoConfig config(JsonNode golden) {
        SamplerCorrection correction = new SamplerCorrection(
                SamplerCorrectionMode.valueOf(upper(golden, "importance_sampling_correction", "none")),
                number(golden, "importance_sampling_clip_min"),
                number(golden, "importance_sampling_clip_max"));
        GrpoObjective objective = new GrpoObjective(
                LossType.valueOf(upper(golden, "loss_type", "")),
                ImportanceSamplingLevel.valueOf(upper(golden, "importance_sampling_level", "")),
                number(golden, "epsilon_high"),
                number(golden, "delta"),
                golden.path("use_bias_correction_kl").asBoolean(false),
                golden.path("entropy_coef").asDouble(0),
                golden.path("mask_truncated_completions").asBoolean(false),
                limit(),
                golden.path("old").booleanValue() ? 2 : 1,
                correction);
        return GrpoConfig.builder(
                        UpdateConfig.builder().trainable(Trainable.TEXT).build())
                .beta(golden.path("beta").asDouble(0))
                .epsilon(golden.path("epsilon").doubleValue())
                .scaleRewards(ScaleRewards.valueOf(upper(golden, "scale_rewards", "group")))
                .objective(objective)
                .build();
    }

    private int limit() {
        return json.path("max_completion_length").intValue();
    }

    private static String upper(JsonNode golden, String name, String otherwise) {
        return golden.path(name).asString(otherwise).toUpperCase(Locale.ROOT);
    }

    private static @Nullable Double number(JsonNode golden, String name) {
        return golden.has(name) ? golden.path(name).doubleValue() : null;
    }

    private float[] floats(String name) {
        double[] values = doubles(json.path(name));
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    public static double[] doubles(JsonNode array) {
        return stream(array).mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}

package org.geor1.rl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.geor1.rl.ScoredGroup.ScoredCompletion;
import org.geor1.vlm.ChatPrompt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What TRL computed on given log-probabilities; {@code benchmarks/parity/make_loss_fixtures.py} made it. */
final class GoldenLosses {

    private final JsonNode json;
    private final int[] lengths;

    private GoldenLosses(JsonNode json) {
        this.json = json;
        this.lengths = stream(json.path("lengths")).mapToInt(JsonNode::intValue).toArray();
    }

    static GoldenLosses read() {
        try {
            return new GoldenLosses(new JsonMapper()
                    .readTree(Files.readAllBytes(Path.of("src/test/resources/parity/grpo_losses.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String trlVersion() {
        return json.path("trl").stringValue();
    }

    Stream<JsonNode> cases() {
        return stream(json.path("cases"));
    }

    /** Tokens of all completions. */
    int tokens() {
        return Arrays.stream(lengths).sum();
    }

    /** Values of the named policy, or entropies, at the tokens that {@code part} holds. */
    float[] at(GrpoPart part, String name) {
        double[] all = doubles(json.path(name));
        int[] places = places(part);
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = (float) all[places[i]];
        }
        return values;
    }

    /** Where the part's tokens stand among all; its completions are known by their token ids. */
    int[] places(GrpoPart part) {
        List<Integer> places = new ArrayList<>();
        part.branches()
                .forEach(group -> group.forEach(branch -> {
                    for (int id : branch.ids()) {
                        places.add(id);
                    }
                }));
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A token's id is its place. */
    List<ScoredGroup> groups(JsonNode golden) {
        double[] rewards =
                doubles(json.path("rewards").path(golden.path("rewards").asString("varied")));
        double[] sampler = doubles(json.path("sampler"));
        int size = json.path("group_size").intValue();
        List<ScoredGroup> groups = new ArrayList<>();
        List<ScoredCompletion> completions = new ArrayList<>();
        int m = 0;
        for (int i = 0; i < lengths.length; i++) {
            int[] ids = new int[lengths[i]];
            float[] logProbs = new float[lengths[i]];
            for (int t = 0; t < ids.length; t++, m++) {
                ids[t] = m;
                logProbs[t] = (float) sampler[m];
            }
            completions.add(new ScoredCompletion(ids, logProbs, rewards[i], ids.length == limit()));
            if (completions.size() == size) {
                groups.add(new ScoredGroup("g" + groups.size(), ChatPrompt.of(new ChatPrompt.Text("p")), completions));
                completions = new ArrayList<>();
            }
        }
        return groups;
    }

    GrpoConfig config(JsonNode golden) {
        SamplerCorrection correction = new SamplerCorrection(
                SamplerCorrection.Mode.valueOf(upper(golden, "importance_sampling_correction", "none")),
                number(golden, "importance_sampling_clip_min"),
                number(golden, "importance_sampling_clip_max"));
        GrpoObjective objective = new GrpoObjective(
                LossType.valueOf(upper(golden, "loss_type", "")),
                GrpoObjective.Ratio.valueOf(upper(golden, "importance_sampling_level", "")),
                number(golden, "epsilon_high"),
                number(golden, "delta"),
                golden.path("use_bias_correction_kl").asBoolean(false),
                golden.path("entropy_coef").asDouble(0),
                golden.path("mask_truncated_completions").asBoolean(false),
                limit(),
                golden.path("old").booleanValue() ? 2 : 1,
                correction);
        return new GrpoConfig(
                1e-5,
                golden.path("beta").asDouble(0),
                golden.path("epsilon").doubleValue(),
                1,
                ScaleRewards.valueOf(upper(golden, "scale_rewards", "group")),
                1,
                0,
                100,
                true,
                objective);
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

    static double[] doubles(JsonNode array) {
        return stream(array).mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}

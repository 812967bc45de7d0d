package org.geor1.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.geor1.rl.ScoredGroup.ScoredCompletion;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * From rewards and log-probabilities to loss, gradient and metrics, everything is what TRL's own code computes, for
 * every loss type, ratio and option: advantages, loss and gradients within 1e-6, metrics within 1e-5.
 */
class GrpoLossParityTest {

    private static final double TOLERANCE = 1e-6;

    /** TRL takes some means in fp32. */
    private static final double METRIC_TOLERANCE = 1e-5;

    private static final GoldenLosses GOLDEN = GoldenLosses.read();

    private static NDManager manager;
    private static TorchScript script;
    private static double lossGap;
    private static double gradientGap;
    private static int count;

    @BeforeAll
    static void compile() {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        script = TorchScript.compile(
                new ScriptSource(Map.of())
                        .add(TorchScript.class, "objective.py")
                        .add(GrpoLossParityTest.class, "/parity/objective_gradients.py"),
                Device.cpu());
    }

    @AfterAll
    static void close() {
        System.out.printf(
                Locale.ROOT,
                "grpo losses: %d cases of TRL %s, loss within %.1e, gradient within %.1e%n",
                count,
                GOLDEN.trlVersion(),
                lossGap,
                gradientGap);
        script.close();
        manager.close();
    }

    static Stream<JsonNode> cases() {
        return GOLDEN.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTrl(JsonNode golden) {
        GrpoConfig config = GOLDEN.config(golden);
        List<ScoredGroup> groups = GOLDEN.groups(golden);
        assertThat(advantages(config, groups))
                .containsExactly(GoldenLosses.doubles(golden.path("advantages")), within(TOLERANCE));
        GrpoPart part = GrpoBatch.of(config, groups).parts().get(0);
        if (golden.path("old").booleanValue()) {
            part.setOldOnce(GOLDEN.at(part, "old"));
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList out = run(scope, config, part);
            double loss = out.get(0).getFloat();
            assertThat(loss).isCloseTo(golden.path("loss").doubleValue(), within(TOLERANCE));
            lossGap = Math.max(lossGap, Math.abs(loss - golden.path("loss").doubleValue()));
            gradientEquals(part, out.get(6), golden.path("gradient"));
            if (golden.has("entropy_gradient")) {
                gradientEquals(part, out.get(7), golden.path("entropy_gradient"));
            }
            // Means run over what is run: they are TRL's where nothing is left out.
            if (out.get(1).size() == GOLDEN.tokens()) {
                metricsEqual(config, part, out, golden.path("metrics"));
            }
        }
        count++;
    }

    private static double[] advantages(GrpoConfig config, List<ScoredGroup> groups) {
        List<double[]> rewards = groups.stream()
                .map(group -> group.completions().stream()
                        .mapToDouble(ScoredCompletion::reward)
                        .toArray())
                .toList();
        return Advantages.of(rewards, config.scaleRewards()).stream()
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static NDList run(NDManager scope, GrpoConfig config, GrpoPart part) {
        List<Object> arguments = new ArrayList<>();
        for (String name : List.of("log_probs", "entropies")) {
            NDArray leaf = scope.create(GOLDEN.at(part, name));
            leaf.setRequiresGradient(true);
            arguments.add(leaf);
        }
        arguments.addAll(GrpoUpdate.terms(scope, config, part, GOLDEN.at(part, "reference"))
                .arguments());
        return script.callWithGradients(scope, "objective_gradients", arguments.toArray());
    }

    /** What we leave out must have no gradient in TRL either. */
    private static void gradientEquals(GrpoPart part, NDArray gradient, JsonNode golden) {
        double[] all = new double[GOLDEN.tokens()];
        float[] values = gradient.toFloatArray();
        int[] places = GOLDEN.places(part);
        for (int i = 0; i < places.length; i++) {
            all[places[i]] = values[i];
        }
        double[] expected = GoldenLosses.doubles(golden);
        assertThat(all).containsExactly(expected, within(TOLERANCE));
        for (int i = 0; i < all.length; i++) {
            gradientGap = Math.max(gradientGap, Math.abs(all[i] - expected[i]));
        }
    }

    private static void metricsEqual(GrpoConfig config, GrpoPart part, NDList out, JsonNode golden) {
        GrpoMetrics metrics = new GrpoMetrics(config);
        metrics.add(part, out);
        Map<String, Double> ours = metrics.toMap();
        boolean onPolicy = part.old().length == 0;
        golden.properties().forEach(metric -> {
            // On-policy ratios are 1, and the sampler is compared with the policy before the first update.
            boolean told = onPolicy
                    ? !metric.getKey().startsWith("clip_ratio/")
                    : !metric.getKey().startsWith("sampling/sampling_logp_difference/");
            if (told) {
                assertThat(ours.get(metric.getKey()))
                        .as(metric.getKey())
                        .isCloseTo(metric.getValue().doubleValue(), within(METRIC_TOLERANCE));
            }
        });
    }
}

package org.geor1.benchmarks.parity;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.benchmarks.parity.golden.LossGoldens;
import org.geor1.rl.grpo.Advantages;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoLoss;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import tools.jackson.databind.JsonNode;

/**
 * GRPO's objective compared with TRL's own code, for every loss type, ratio and option: a row for each quantity and
 * loss type.
 */
final class LossChecks {

    private static final double TOLERANCE = 1e-6;

    /** TRL takes some means in fp32. */
    private static final double METRIC_TOLERANCE = 1e-5;

    private final LossGoldens goldens;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private LossChecks(LossGoldens goldens) {
        this.goldens = goldens;
    }

    static List<Check> of(Goldens goldens) {
        LossChecks checks = new LossChecks(new LossGoldens(goldens.trainingJson("grpo_losses.json")));
        try (GrpoLoss loss = GrpoLoss.open(Device.cpu())) {
            checks.goldens.cases().forEach(golden -> checks.compare(loss, golden));
        }
        return checks.table();
    }

    private void compare(GrpoLoss loss, JsonNode golden) {
        String type = golden.path("loss_type").stringValue();
        GrpoConfig config = goldens.config(golden);
        List<ScoredGroup> groups = goldens.groups(golden);
        GrpoLoss.Tokens tokens = goldens.tokens(golden);
        add(
                "advantages, TRL " + goldens.trlVersion(),
                TOLERANCE,
                advantageGap(config, groups, golden.path("advantages")));
        GrpoLoss.Result ours = loss.of(config, groups, tokens);
        add(
                type + " loss",
                TOLERANCE,
                Distance.of(ours.loss(), golden.path("loss").doubleValue()));
        // Rows that we leave out must have no gradient in TRL either.
        add(type + " gradient by log-probs", TOLERANCE, gap(ours.gradient(), golden.path("gradient")));
        if (golden.has("entropy_gradient")) {
            add("gradient by entropies", TOLERANCE, gap(ours.entropyGradient(), golden.path("entropy_gradient")));
        }
        // Means are over the rows that run: they equal TRL's where nothing is left out.
        if (ours.tokens() == tokens.logProbs().length) {
            add("metrics", METRIC_TOLERANCE, metricGap(ours.metrics(), tokens.old().length == 0, golden));
        }
    }

    private static double advantageGap(GrpoConfig config, List<ScoredGroup> groups, JsonNode golden) {
        List<double[]> rewards = groups.stream()
                .map(group -> group.completions().stream()
                        .mapToDouble(ScoredCompletion::reward)
                        .toArray())
                .toList();
        double[] ours = Advantages.of(rewards, config.scaleRewards()).stream()
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return Distance.max(ours, LossGoldens.doubles(golden));
    }

    private static double gap(float[] ours, JsonNode golden) {
        double[] values = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            values[i] = ours[i];
        }
        return Distance.max(values, LossGoldens.doubles(golden));
    }

    private static double metricGap(Map<String, Double> ours, boolean onPolicy, JsonNode golden) {
        double gap = 0;
        for (Map.Entry<String, JsonNode> metric : golden.path("metrics").properties()) {
            String name = metric.getKey();
            // On-policy ratios are 1, and the sampler is compared with the policy before the first update.
            boolean told =
                    onPolicy ? !name.startsWith("clip_ratio/") : !name.startsWith("sampling/sampling_logp_difference/");
            if (told) {
                double value = ours.getOrDefault(name, Double.NaN);
                gap = Math.max(gap, Distance.of(value, metric.getValue().doubleValue()));
            }
        }
        return gap;
    }

    private void add(String what, double tolerance, double gap) {
        rows.computeIfAbsent(what, name -> new Row(tolerance)).add(gap);
    }

    private List<Check> table() {
        List<Check> checks = new ArrayList<>();
        rows.forEach((what, row) ->
                checks.add(new Check("trl", "%s, %d cases".formatted(what, row.count), row.tolerance, row.gap)));
        return checks;
    }

    /** One quantity over its cases. */
    private static final class Row {

        private final double tolerance;
        private int count;
        private double gap;

        Row(double tolerance) {
            this.tolerance = tolerance;
        }

        void add(double distance) {
            count++;
            gap = Math.max(gap, distance);
        }
    }
}

package org.geor1.rl.grpo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.rl.pass.ObjectiveOutputs;
import org.geor1.rl.update.PolicyUpdater;

/**
 * Metrics of a step's updates, under TRL's names, as means over the tokens that were run. Ratios that are 1 by
 * construction and unused correction weights are left out. Where stale groups are not corrected, the weights that they
 * would have are reported.
 */
final class GrpoMetrics {

    private final GrpoConfig config;
    private final Mean loss = new Mean();
    private final Mean gradNorm = new Mean();
    private final Mean entropy = new Mean();
    private final Mean kl = new Mean();
    private final Mean samplerGap = new Mean();
    private final Mean samplerWeight = new Mean();
    private final Mean lowClipped = new Mean();
    private final Mean highClipped = new Mean();
    private final Mean cispoClipped = new Mean();
    private double skipped;
    private double learningRate;

    GrpoMetrics(GrpoConfig config) {
        this.config = config;
    }

    void add(PolicyUpdater.Outcome outcome) {
        loss.add(outcome.loss(), 1);
        gradNorm.add(outcome.gradNorm(), 1);
        skipped += outcome.skipped() ? 1 : 0;
        learningRate = outcome.learningRate();
    }

    /** @param out of the part; its old log-probs are those that were passed in */
    void add(GrpoPart part, ObjectiveOutputs out) {
        float[] logProbs = out.logProbs().toFloatArray();
        for (float value : out.entropies().toFloatArray()) {
            entropy.add(value, 1);
        }
        for (float value : out.kl().toFloatArray()) {
            kl.add(value, 1);
        }
        boolean onPolicy = part.old().length == 0;
        if (onPolicy) {
            for (int i = 0; i < logProbs.length; i++) {
                samplerGap.add(Math.abs(logProbs[i] - part.sampler()[i]), 1);
            }
        }
        float[] ratio = out.ratios().toFloatArray();
        float[] weight = out.samplerWeights().toFloatArray();
        int to;
        for (int from = 0; from < ratio.length; from = to) {
            to = from + 1;
            while (to < ratio.length && part.completions()[to] == part.completions()[from]) {
                to++;
            }
            completion(ratio, part.advantages()[from], from, to);
            SamplerCorrectionMode mode = part.correction(config.objective().samplerCorrection());
            boolean corrected = mode != SamplerCorrectionMode.NONE;
            if (corrected || (part.stale() && onPolicy)) {
                for (int i = from; i < (mode.weighsCompletions() ? from + 1 : to); i++) {
                    samplerWeight.add(corrected ? weight[i] : Math.exp(logProbs[i] - part.sampler()[i]), 1);
                }
            }
        }
    }

    /** Counts the clipped tokens of a completion, or the completion itself where it has a single ratio. */
    private void completion(float[] ratio, double advantage, int from, int to) {
        int count = config.objective().importanceSamplingLevel() == ImportanceSamplingLevel.SEQUENCE ? 1 : to - from;
        double low = 0;
        double high = 0;
        double cispo = 0;
        for (int i = from; i < from + count; i++) {
            low += ratio[i] < 1 - config.epsilon() && advantage < 0 ? 1 : 0;
            high += ratio[i] > 1 + config.epsilonHigh() && advantage > 0 ? 1 : 0;
            cispo += ratio[i] > config.epsilonHigh() && advantage > 0 ? 1 : 0;
        }
        lowClipped.add(low / count, count);
        highClipped.add(high / count, count);
        cispoClipped.add(cispo / count, count);
    }

    Map<String, Double> toMap() {
        GrpoObjective objective = config.objective();
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", loss.mean());
        metrics.put("grad_norm", gradNorm.mean());
        metrics.put("learning_rate", learningRate);
        metrics.put("entropy", entropy.mean());
        if (config.beta() > 0) {
            metrics.put("kl", kl.mean());
        }
        metrics.put("sampling/sampling_logp_difference/mean", samplerGap.mean());
        metrics.put("sampling/sampling_logp_difference/max", samplerGap.max);
        if (samplerWeight.count > 0) {
            metrics.put("sampling/importance_sampling_ratio/min", samplerWeight.min);
            metrics.put("sampling/importance_sampling_ratio/mean", samplerWeight.mean());
            metrics.put("sampling/importance_sampling_ratio/max", samplerWeight.max);
        }
        if (objective.lossType() == LossType.CISPO) {
            metrics.put("cispo_clip_ratio", cispoClipped.mean());
        } else if (objective.numIterations() > 1) {
            metrics.put("clip_ratio/low_mean", lowClipped.mean());
            metrics.put("clip_ratio/low_min", lowClipped.min);
            metrics.put("clip_ratio/high_mean", highClipped.mean());
            metrics.put("clip_ratio/high_max", highClipped.max);
            // A ratio is never clipped on both sides, so the shares add up.
            metrics.put("clip_ratio/region_mean", lowClipped.mean() + highClipped.mean());
        }
        if (skipped > 0) {
            metrics.put(PolicyUpdater.SKIPPED_STEPS, skipped);
        }
        return metrics;
    }

    /** Weighted mean, and the extremes. */
    private static final class Mean {

        private double sum;
        private double count;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        void add(double value, double weight) {
            sum += value * weight;
            count += weight;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }

        double mean() {
            return sum / count;
        }
    }
}

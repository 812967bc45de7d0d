package org.geor1.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.rl.ScoredGroup.ScoredCompletion;
import org.geor1.vlm.model.BranchBatch;
import org.geor1.vlm.model.BranchBatch.Branch;
import org.geor1.vlm.model.PrefixPrompt;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.prompt.PromptEncoder;
import org.jspecify.annotations.Nullable;

/**
 * One GRPO step, in the order of the paper's section 3.3: group rewards → advantages → clipped surrogate with k3 KL →
 * AdamW. The loss is TRL's {@code grpo}: the mean over completions of the mean over tokens.
 *
 * <p>Differences from the paper's script: groups whose rewards are all equal carry no gradient and are not run; the
 * prompt of a group runs once for all of its completions.
 */
final class GrpoUpdate {

    /** Groups in one script call: bounds the memory of the attention of their branches. */
    private static final int GROUPS_PER_PASS = 8;

    private final GrpoConfig config;
    private final PolicyUpdater updater;
    private final PromptEncoder encoder;
    private final @Nullable QwenModel reference;

    GrpoUpdate(GrpoConfig config, PolicyUpdater updater, PromptEncoder encoder, @Nullable QwenModel reference) {
        this.config = config;
        this.updater = updater;
        this.encoder = encoder;
        this.reference = reference;
    }

    Map<String, Double> step(List<ScoredGroup> groups) {
        List<Group> informative = new ArrayList<>();
        for (ScoredGroup group : groups) {
            double[] rewards = group.completions().stream()
                    .mapToDouble(ScoredCompletion::reward)
                    .toArray();
            if (Advantages.std(rewards) > 0) {
                informative.add(new Group(group, Advantages.of(rewards, config.scaleRewards())));
            }
        }
        TokenMeans means = new TokenMeans();
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (!informative.isEmpty()) {
            // The mean runs over all completions of the step, those of uninformative groups included: they add zero.
            double completions = groups.stream()
                    .mapToInt(group -> group.completions().size())
                    .sum();
            List<PolicyUpdater.Pass> passes = new ArrayList<>();
            for (int from = 0; from < informative.size(); from += GROUPS_PER_PASS) {
                List<Group> part = informative.subList(from, Math.min(from + GROUPS_PER_PASS, informative.size()));
                passes.add(scope -> pass(scope, part, completions, means));
            }
            PolicyUpdater.Outcome outcome = updater.update(passes);
            metrics.put("loss", means.loss);
            metrics.put("grad_norm", outcome.gradNorm());
            metrics.put("learning_rate", outcome.learningRate());
            means.into(metrics, config.beta() > 0);
        }
        return metrics;
    }

    private NDList pass(NDManager scope, List<Group> groups, double completions, TokenMeans means) {
        List<List<Branch>> branches = new ArrayList<>();
        int counted = 0;
        for (Group group : groups) {
            List<Branch> ofGroup = new ArrayList<>();
            for (ScoredCompletion completion : group.scored().completions()) {
                ofGroup.add(new Branch(completion.tokenIds(), 0));
                counted += completion.tokenIds().length;
            }
            branches.add(ofGroup);
        }
        float[] weights = new float[counted];
        float[] advantages = new float[counted];
        float[] sampler = new float[counted];
        int m = 0;
        for (Group group : groups) {
            for (int g = 0; g < group.advantages().length; g++) {
                ScoredCompletion completion = group.scored().completions().get(g);
                int length = completion.tokenIds().length;
                Arrays.fill(weights, m, m + length, (float) (1 / (completions * length)));
                Arrays.fill(advantages, m, m + length, (float) group.advantages()[g]);
                System.arraycopy(completion.samplerLogProbs(), 0, sampler, m, length);
                m += length;
            }
        }
        PromptBatch prompts = PromptBatch.of(
                scope,
                updater.model().config(),
                groups.stream()
                        .map(group ->
                                PrefixPrompt.of(encoder.encode(group.scored().prompt())))
                        .toList());
        BranchBatch batch = BranchBatch.of(scope, prompts, branches);
        NDList out = updater.model()
                .grpoGradients(
                        scope,
                        batch,
                        updater.frozenFeatures(scope, prompts),
                        scope.create(weights),
                        scope.create(advantages),
                        scope.create(new float[0]),
                        referenceLogProbs(scope, batch),
                        scope.create(new float[] {
                            (float) config.temperature(),
                            (float) config.epsilon(),
                            (float) config.epsilon(),
                            (float) config.beta()
                        }));
        means.add(out, sampler);
        return out;
    }

    private NDArray referenceLogProbs(NDManager scope, BranchBatch batch) {
        if (reference == null) {
            return scope.create(new float[0]);
        }
        NDArray features = reference.encodeImages(scope, batch.prompts());
        return reference.score(scope, batch, features, config.temperature()).get(0);
    }

    /** A group with something to learn from. */
    private record Group(ScoredGroup scored, double[] advantages) {}

    /** Sums over the step's tokens. */
    private static final class TokenMeans {

        private double loss;
        private double tokens;
        private double entropy;
        private double kl;
        private double difference;
        private double maxDifference;

        void add(NDList out, float[] sampler) {
            loss += out.get(0).getFloat();
            float[] logProbs = out.get(1).toFloatArray();
            float[] entropies = out.get(2).toFloatArray();
            float[] kls = out.get(3).toFloatArray();
            for (int i = 0; i < sampler.length; i++) {
                entropy += entropies[i];
                kl += kls[i];
                double gap = Math.abs(logProbs[i] - sampler[i]);
                difference += gap;
                maxDifference = Math.max(maxDifference, gap);
            }
            tokens += sampler.length;
        }

        void into(Map<String, Double> metrics, boolean withKl) {
            metrics.put("entropy", entropy / tokens);
            if (withKl) {
                metrics.put("kl", kl / tokens);
            }
            metrics.put("sampling/sampling_logp_difference/mean", difference / tokens);
            metrics.put("sampling/sampling_logp_difference/max", maxDifference);
        }
    }
}

package org.geor1.rl.grpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.grpo.LossType;
import org.geor1.rl.optimizer.AdamW;
import org.geor1.rl.pass.BranchBatch;
import org.geor1.rl.pass.GrpoTerms;
import org.geor1.rl.pass.ObjectiveOutputs;
import org.geor1.rl.pass.ObjectiveSettings;
import org.geor1.rl.pass.ObjectiveSettings.Form;
import org.geor1.rl.pass.ObjectiveSettings.Kl;
import org.geor1.rl.pass.ObjectiveSettings.SamplerWeights;
import org.geor1.rl.pass.ObjectiveSettings.Surrogate;
import org.geor1.rl.pass.ReferenceScript;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.update.PolicyUpdater;
import org.geor1.rl.update.TrainingPass;
import org.geor1.vlm.model.input.MisalignedException;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.jspecify.annotations.Nullable;

/**
 * One GRPO step, in the order of the paper's section 3.3: group rewards → advantages → clipped surrogate with k3 KL →
 * AdamW, as often on the same groups as {@code num_iterations} says. {@code objective.py} has the formula, {@link
 * LossType} the means.
 *
 * <p>Differences from the paper's script: groups that add nothing to the gradient are skipped; the prompt of a group
 * runs once for all of its completions.
 *
 * <p>Ratios are against the policy before the step's first update, for stale and fresh groups alike: clipping bounds how
 * far an update moves the policy, whichever policy sampled the completions. Staleness is corrected separately, as in
 * decoupled PPO (arXiv 2110.00641): {@link SamplerCorrection} weights each token by the probability of the policy before
 * the step over that of the policy that sampled it, which the sampler recorded. The two factors multiply to policy over
 * sampler; with one update per step the first is 1 and only the weight remains. With the sampler in the ratio's
 * denominator, clipping would depend on age: tokens that the policy has already moved toward would have no gradient.
 */
public final class GrpoUpdate {

    private final GrpoConfig config;
    private final PolicyUpdater updater;
    private final PromptEncoder encoder;
    private final @Nullable TrainingModel reference;

    public GrpoUpdate(
            GrpoConfig config, PolicyUpdater updater, PromptEncoder encoder, @Nullable TrainingModel reference) {
        this.config = config;
        this.updater = updater;
        this.encoder = encoder;
        this.reference = reference;
    }

    public GrpoOutcome step(List<ScoredGroup> groups) {
        GrpoBatch batch = GrpoBatch.of(config, groups);
        return new GrpoOutcome(update(batch.parts()), batch.advantages());
    }

    private Map<String, Double> update(List<GrpoPart> parts) {
        if (parts.isEmpty()) {
            for (int i = 0; i < config.objective().numIterations(); i++) {
                updater.skipStep();
                syncReference();
            }
            return new LinkedHashMap<>();
        }
        GrpoMetrics metrics = new GrpoMetrics(config);
        long start = System.nanoTime();
        double passSeconds = 0;
        double backwardSeconds = 0;
        for (int i = 0; i < config.objective().numIterations(); i++) {
            List<TrainingPass> passes = new ArrayList<>();
            parts.forEach(part -> passes.add(new TrainingPass(
                    part.hasImages(),
                    (scope, sums) -> run(scope, part, sums),
                    out -> count(part, ObjectiveOutputs.of(out), metrics))));
            PolicyUpdater.Outcome outcome = updater.update(passes);
            metrics.add(outcome);
            passSeconds += outcome.passSeconds();
            backwardSeconds += outcome.backwardSeconds();
            syncReference();
        }
        Map<String, Double> result = metrics.toMap();
        result.put("time/forward", passSeconds - backwardSeconds);
        result.put("time/backward", backwardSeconds);
        result.put("time/optimizer", (System.nanoTime() - start) / 1e9 - passSeconds);
        return result;
    }

    private void syncReference() {
        ReferenceSync sync = config.referenceSync();
        if (reference != null && sync != null && sync.isDue(updater.step())) {
            int tensors = reference.model().weights().parameters().size();
            new ReferenceScript(reference)
                    .moveTowards(
                            updater.model(),
                            sync.alpha(),
                            AdamW.seeds(config.update().seed(), updater.step(), tensors));
        }
    }

    private NDList run(NDManager scope, GrpoPart part, NDList sums) {
        BranchBatch batch = batch(scope, part);
        GrpoTerms terms = terms(scope, config, part, referenceLogProbs(scope, batch, part));
        NDArray features = updater.frozenFeatures(scope, batch.prompts());
        return updater.script().grpo(scope, batch, features, sums, terms, updater.memory());
    }

    private static void count(GrpoPart part, ObjectiveOutputs out, GrpoMetrics metrics) {
        metrics.add(part, out);
        part.setOldOnce(out.logProbs().toFloatArray());
    }

    /** The part as tensors, after checking that tokens, features and positions match. */
    private BranchBatch batch(NDManager scope, GrpoPart part) {
        try {
            PromptBatch prompts = PromptBatch.of(
                    scope,
                    updater.model().model().config(),
                    part.prompts().stream()
                            .map(prompt -> PrefixPrompt.of(encoder.encode(prompt)))
                            .toList());
            return BranchBatch.of(scope, prompts, part.branches());
        } catch (MisalignedException e) {
            throw new IllegalArgumentException("group " + part.id(e.prompt()) + ": " + e.getMessage(), e);
        }
    }

    static GrpoTerms terms(NDManager scope, GrpoConfig config, GrpoPart part, float[] reference) {
        return GrpoTerms.builder(settings(config, part))
                .weights(part.weights())
                .advantages(part.advantages())
                .old(part.old())
                .reference(reference)
                .sampler(part.sampler())
                .completions(part.completions())
                .build(scope);
    }

    private static ObjectiveSettings settings(GrpoConfig config, GrpoPart part) {
        GrpoObjective objective = config.objective();
        Double delta = objective.delta();
        Surrogate surrogate = new Surrogate(
                objective.importanceSamplingLevel(),
                objective.lossType() == LossType.CISPO ? Form.CISPO : Form.CLIPPED,
                (float) config.epsilon(),
                (float) config.epsilonHigh(),
                delta == null ? null : delta.floatValue());
        SamplerCorrection correction = objective.samplerCorrection();
        Double min = correction.clipMin();
        Double max = correction.clipMax();
        SamplerWeights weights = new SamplerWeights(
                part.correction(correction),
                min == null ? 0 : min.floatValue(),
                max == null ? Float.POSITIVE_INFINITY : max.floatValue());
        return new ObjectiveSettings(
                (float) config.temperature(),
                surrogate,
                new Kl((float) config.beta(), objective.useBiasCorrectionKl()),
                (float) part.entropyWeight(),
                weights);
    }

    /** The reference is evaluated once per part: a sync within a step takes effect from the next step, as in TRL. */
    private float[] referenceLogProbs(NDManager scope, BranchBatch batch, GrpoPart part) {
        float[] known = part.reference();
        if (reference == null || known != null) {
            return known == null ? new float[0] : known;
        }
        NDArray features = reference.encodeImages(scope, batch.prompts());
        float[] logProbs = reference
                .score(scope, batch, features, config.temperature())
                .get(0)
                .toFloatArray();
        part.setReference(logProbs);
        return logProbs;
    }
}

package org.geor1.rl.grpo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.vlm.ChatPrompt;
import org.jspecify.annotations.Nullable;

/**
 * Groups that go through the model together, and what the objective takes for each of their M tokens, completion after
 * completion. It lives for one step: further updates on the same groups need the log-probabilities of the first.
 */
final class GrpoPart {

    private final List<Group> groups;
    private final boolean stale;
    private final boolean sharedPrefix;
    private final double entropyWeight;
    private final float[] weights;
    private final float[] advantages;
    private final float[] sampler;
    private final long[] completions;
    private float @Nullable [] old;
    private float @Nullable [] reference;

    /**
     * @param stale whether an older policy than the current one sampled them
     * @param sharedPrefix whether a prompt runs once for all of its completions
     * @param entropyWeight of each token's entropy in the loss
     */
    GrpoPart(List<Group> groups, boolean stale, boolean sharedPrefix, TokenWeight weight, double entropyWeight) {
        this.groups = groups;
        this.stale = stale;
        this.sharedPrefix = sharedPrefix;
        this.entropyWeight = entropyWeight;
        List<Scored> scored =
                groups.stream().flatMap(group -> group.completions().stream()).toList();
        int counted = scored.stream().mapToInt(Scored::length).sum();
        this.weights = new float[counted];
        this.advantages = new float[counted];
        this.sampler = new float[counted];
        this.completions = new long[counted];
        int m = 0;
        for (int i = 0; i < scored.size(); i++) {
            int length = scored.get(i).length();
            Arrays.fill(weights, m, m + length, (float) weight.of(length));
            Arrays.fill(advantages, m, m + length, (float) scored.get(i).advantage());
            System.arraycopy(scored.get(i).completion().samplerLogProbs(), 0, sampler, m, length);
            Arrays.fill(completions, m, m + length, i);
            m += length;
        }
    }

    /** Weight of each token of a completion in the loss. */
    interface TokenWeight {
        double of(int completionLength);
    }

    /** A prompt and those of its completions that are trained on, under the id of the group they come from. */
    record Group(String id, ChatPrompt prompt, List<Scored> completions) {

        private Stream<Group> apart() {
            return completions.stream().map(completion -> new Group(id, prompt, List.of(completion)));
        }
    }

    record Scored(ScoredCompletion completion, double advantage) {

        int length() {
            return completion.tokenIds().length;
        }
    }

    /** Groups that share a prompt in the model. The order of completions is the same either way. */
    private Stream<Group> sharing() {
        return sharedPrefix ? groups.stream() : groups.stream().flatMap(Group::apart);
    }

    /** Group id of the n-th prompt, from 0. */
    String id(int prompt) {
        return sharing().skip(prompt).findFirst().orElseThrow().id();
    }

    List<ChatPrompt> prompts() {
        return sharing().map(Group::prompt).toList();
    }

    boolean hasImages() {
        return groups.stream().anyMatch(group -> !group.prompt().images().isEmpty());
    }

    List<List<Branch>> branches() {
        return sharing()
                .map(group -> group.completions().stream()
                        .map(scored -> new Branch(scored.completion().tokenIds(), 0))
                        .toList())
                .toList();
    }

    boolean stale() {
        return stale;
    }

    SamplerCorrectionMode correction(SamplerCorrection correction) {
        return stale ? correction.stale() : correction.mode();
    }

    double entropyWeight() {
        return entropyWeight;
    }

    float[] weights() {
        return weights;
    }

    float[] advantages() {
        return advantages;
    }

    float[] sampler() {
        return sampler;
    }

    /** Which completion each token belongs to, from 0. */
    long[] completions() {
        return completions;
    }

    /** Log-probabilities of the policy before the step's first update; empty during that first update. */
    float[] old() {
        return old == null ? new float[0] : old;
    }

    /** Keeps the log-probabilities of the first pass. */
    void setOldOnce(float[] logProbs) {
        if (old == null) {
            old = logProbs;
        }
    }

    /** Log-probabilities of the reference policy, or null before they are computed. */
    float @Nullable [] reference() {
        return reference;
    }

    void setReference(float[] logProbs) {
        reference = logProbs;
    }
}

package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a run is: data, model, seed, method and reward. {@link RunSpecReader} makes one from a caller's JSON, with
 * every default filled in, so a stored run says all that it depends on.
 *
 * @param model {@code nano-base}, a checkpoint id, {@code run_x@step-n} or {@code run_x@latest}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record RunSpec(
        String experiment,
        @Nullable String name,
        String model,
        String dataset,
        long seed,
        Method method,
        RewardSpec reward) {

    /** Number of steps the run takes. */
    public long maxSteps() {
        return switch (method.type()) {
            case SFT -> method.requireSft().maxSteps();
            case GRPO -> method.requireGrpo().maxSteps();
            case EVAL -> {
                Eval eval = method.requireEval();
                yield (eval.questions() + eval.promptsPerStep() - 1L) / eval.promptsPerStep();
            }
        };
    }

    /** The kind and the settings that go with it; the others are absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    public record Method(
            RunKind type,
            @Nullable Sft sft,
            @Nullable Grpo grpo,
            @Nullable Eval eval) {

        public Sft requireSft() {
            return require(sft, RunKind.SFT);
        }

        public Grpo requireGrpo() {
            return require(grpo, RunKind.GRPO);
        }

        public Eval requireEval() {
            return require(eval, RunKind.EVAL);
        }

        private <T> T require(@Nullable T settings, RunKind kind) {
            if (settings == null) {
                throw new IllegalStateException("method " + type.wire() + " has no " + kind.wire() + " settings");
            }
            return settings;
        }
    }

    /** Supervised fine-tuning on chain-of-thought exemplars. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sft(
            int maxSteps,
            int batchSize,
            double learningRate,
            double weightDecay,
            double maxGradNorm,
            int warmupSteps,
            boolean freezeVision,
            boolean gradientCheckpointing,
            int checkpointEvery,
            @JsonUnwrapped Memory memory) {}

    /** GRPO on cross-view pairing, under TRL's names. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Grpo(
            int maxSteps,
            int promptsPerStep,
            int groupSize,
            double beta,
            double epsilon,
            double temperature,
            int maxCompletionLength,
            double learningRate,
            double maxGradNorm,
            int warmupSteps,
            ScaleRewards scaleRewards,
            boolean freezeVision,
            boolean gradientCheckpointing,
            int checkpointEvery,
            int candidates,
            Confusers confusers,
            boolean offloadReference,
            @JsonUnwrapped Memory memory,
            @JsonUnwrapped Objective objective) {}

    /**
     * How weights and optimizer state are held. What is bf16 is rounded stochastically when it is updated, by the run's
     * seed.
     *
     * @param weightsDtype of weights, activations, gradients and the policies that are published
     * @param optimStates of AdamW's moments
     * @param offloadOptimizer keep those in the machine's memory instead of the device's
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Memory(Dtype weightsDtype, Dtype optimStates, boolean offloadOptimizer) {}

    /**
     * The variant of GRPO that is optimized. Names and meaning are TRL's; where TRL's own default has moved away from
     * the paper's objective ({@code loss_type}, {@code use_bias_correction_kl}), the paper's stays.
     *
     * @param lossType how token losses are put together
     * @param importanceSamplingLevel what has a probability ratio; {@code sequence} with {@code grpo} is GSPO
     * @param epsilonHigh upper clip range, absent for that of {@code epsilon}; for {@code cispo} the bound of the ratio
     * @param delta upper bound of the unclipped ratio, or absent for none
     * @param useBiasCorrectionKl multiply the KL term by the ratio
     * @param entropyCoef weight of the mean entropy of a token, which is rewarded
     * @param maskTruncatedCompletions leave completions that the length limit ended out of the loss
     * @param numIterations updates on the same groups
     * @param importanceSamplingCorrection weights for what sampler and trainer disagree on
     *     ({@code vllm_importance_sampling_mode})
     * @param importanceSamplingClipMax upper bound of those weights
     * @param importanceSamplingClipMin their lower bound, or absent for none
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Objective(
            LossType lossType,
            ImportanceSamplingLevel importanceSamplingLevel,
            @Nullable Double epsilonHigh,
            @Nullable Double delta,
            boolean useBiasCorrectionKl,
            double entropyCoef,
            boolean maskTruncatedCompletions,
            int numIterations,
            SamplerCorrection importanceSamplingCorrection,
            double importanceSamplingClipMax,
            @Nullable Double importanceSamplingClipMin) {}

    /** Greedy pairing on held-out places, one completion a question. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Eval(
            int questions,
            int promptsPerStep,
            int maxCompletionLength,
            int candidates,
            Confusers confusers,
            boolean blankImages) {}

    /** Weighted reward components. {@code lengthLimit} is the length reward's limit, in tokens. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record RewardSpec(List<Component> components, int lengthLimit) {

        public RewardSpec {
            components = List.copyOf(components);
        }

        /** A scorer's name and its weight in the sum. */
        public record Component(String name, double weight) {}
    }
}

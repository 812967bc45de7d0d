package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Objects;
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

    /**
     * Supervised fine-tuning on chain-of-thought exemplars.
     *
     * @param freezeVision short for {@code visual} among the modules that are frozen
     * @param freeze modules that stay as they are, as the published names of their weights begin: {@code
     *     model.layers.3.mlp}
     * @param lora adapters that are trained in place of all weights
     * @param answerOnly imitate the answer alone, without the reasoning before it
     * @param maxSkippedSteps updates in a row without a finite loss and gradient that end the run
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sft(
            int maxSteps,
            int batchSize,
            double learningRate,
            double weightDecay,
            double maxGradNorm,
            int warmupSteps,
            boolean freezeVision,
            List<String> freeze,
            @Nullable Lora lora,
            boolean gradientCheckpointing,
            int checkpointEvery,
            boolean answerOnly,
            int maxSkippedSteps,
            @JsonUnwrapped EarlyStopping earlyStopping,
            @JsonUnwrapped Retention retention,
            @JsonUnwrapped Memory memory) {

        public Sft {
            freeze = List.copyOf(freeze);
        }
    }

    /**
     * The loss on held-out exemplars, and when it ends the run. Names and meaning are those of Hugging Face's Trainer.
     *
     * @param evalSteps steps between two evaluations, or absent for none
     * @param evalSamples how many exemplars are held out
     * @param earlyStoppingPatience evaluations in a row that bring nothing better and end the run, or absent to take all
     *     steps; with it, {@code @latest} is the checkpoint of the best evaluation once the run has ended
     * @param earlyStoppingThreshold by how much the loss must fall to count as better
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record EarlyStopping(
            @Nullable Integer evalSteps,
            int evalSamples,
            @Nullable Integer earlyStoppingPatience,
            double earlyStoppingThreshold) {}

    /**
     * Which checkpoints keep their weights; promoted ones always do.
     *
     * @param saveTotalLimit how many of the newest, or absent for all
     * @param keepEvery besides them, those whose step is a multiple of it
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Retention(
            @Nullable Integer saveTotalLimit, @Nullable Integer keepEvery) {}

    /**
     * GRPO on cross-view pairing, under TRL's names.
     *
     * @param freezeVision short for {@code visual} among the modules that are frozen
     * @param freeze modules that stay as they are, as the published names of their weights begin: {@code
     *     model.layers.3.mlp}
     * @param lora adapters that are trained in place of all weights
     * @param sharedPrefix run a group's prompt and images once for all of its completions; without it once for each,
     *     which gives the same update
     * @param maxSkippedSteps updates in a row without a finite loss and gradient that end the run
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Grpo(
            int maxSteps,
            int promptsPerStep,
            int groupSize,
            double beta,
            double epsilon,
            double temperature,
            @JsonUnwrapped Sampling sampling,
            int maxCompletionLength,
            double learningRate,
            double maxGradNorm,
            int warmupSteps,
            ScaleRewards scaleRewards,
            boolean freezeVision,
            List<String> freeze,
            @Nullable Lora lora,
            boolean gradientCheckpointing,
            boolean sharedPrefix,
            int checkpointEvery,
            int candidates,
            Confusers confusers,
            @JsonUnwrapped Rollouts rollouts,
            int maxSkippedSteps,
            @JsonUnwrapped ReferenceSync referenceSync,
            @JsonUnwrapped Retention retention,
            boolean offloadReference,
            @JsonUnwrapped Memory memory,
            @JsonUnwrapped Objective objective) {

        public Grpo {
            freeze = List.copyOf(freeze);
        }
    }

    /**
     * What of the distribution is drawn from, under TRL's names, in the order in which Hugging Face {@code generate} goes
     * about it: penalty, temperature, top k, top p, min p. Log-probabilities are recorded and trained on at the
     * temperature alone, as in TRL.
     *
     * @param topP drop the least likely tokens that together hold no more than 1 - p; 1 drops none
     * @param topK keep the k likeliest tokens; 0 keeps all
     * @param minP drop tokens less likely than this times the likeliest; 0 drops none
     * @param repetitionPenalty makes what prompt and completion already hold less likely; 1 changes nothing
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Sampling(double topP, int topK, double minP, double repetitionPenalty) {

        /** The whole distribution. */
        public static final Sampling WHOLE = new Sampling(1, 0, 0, 1);
    }

    /**
     * Low-rank adapters on the decoder's linear layers, under PEFT's names. Everything else stays as it is. There is no
     * dropout.
     *
     * @param r rank
     * @param loraAlpha numerator of the adapters' scale, lora_alpha / r
     * @param targetModules of each layer, among {@link RunSpecReader#LORA_MODULES}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Lora(int r, int loraAlpha, List<String> targetModules) {

        public Lora {
            targetModules = List.copyOf(targetModules);
        }
    }

    /**
     * Moves the reference policy towards the trained one, under TRL's names.
     *
     * @param syncRefModel whether it moves at all
     * @param refModelSyncSteps optimizer steps between two moves
     * @param refModelMixupAlpha share of the trained policy in the new reference
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ReferenceSync(boolean syncRefModel, int refModelSyncSteps, double refModelMixupAlpha) {}

    /**
     * How rollouts keep step with training.
     *
     * @param maxStaleness how many policy versions a group may be behind the policy that it updates: step n is drawn from
     *     version max(0, n - 1 - maxStaleness), while the steps before it are trained on; 0 is strictly on-policy
     * @param staleGroups what becomes of groups that are behind
     * @param dynamicSampling how often groups whose rewards are all equal are replaced by groups of further questions,
     *     before the update; 0 trains on what was drawn
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Rollouts(int maxStaleness, StaleGroups staleGroups, int dynamicSampling) {}

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

        /** The reward that has a method. */
        public static final String ACCURACY = "accuracy";

        public RewardSpec {
            components = List.copyOf(components);
        }

        /** How a completion's letter is read, for every reward and figure that asks whether it is the right one. */
        public AccuracyMethod accuracyMethod() {
            return components.stream()
                    .map(Component::method)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(AccuracyMethod.STRICT);
        }

        /**
         * A scorer's name and its weight in the sum.
         *
         * @param method of {@code accuracy}, which has one in any case; absent elsewhere
         */
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Component(
                String name, double weight, @Nullable AccuracyMethod method) {

            public Component {
                method = method == null && name.equals(ACCURACY) ? AccuracyMethod.STRICT : method;
            }

            public Component(String name, double weight) {
                this(name, weight, null);
            }
        }
    }
}

package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
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
            int checkpointEvery) {}

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
            boolean scaleRewards,
            boolean freezeVision,
            int checkpointEvery,
            int candidates,
            Confusers confusers) {}

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

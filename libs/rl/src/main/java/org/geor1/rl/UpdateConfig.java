package org.geor1.rl;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.trained.Trainable;

/**
 * What updates of SFT and GRPO have in common.
 *
 * @param learningRate AdamW learning rate
 * @param maxGradNorm threshold of the gradients' global norm; 0 clips nothing
 * @param warmupSteps linear warm-up from zero, in optimizer steps
 * @param maxSteps length of the run, at whose end the cosine after the warm-up has come down to a tenth of the rate
 * @param trainable which weights are trained
 * @param gradientCheckpointing run layers again in the backward pass instead of keeping what they computed
 * @param maxSkippedSteps updates in a row without a finite loss and gradient that end training
 * @param memory how weights and states are held
 * @param seed of stochastic rounding and of fresh adapters
 */
public record UpdateConfig(
        double learningRate,
        double maxGradNorm,
        int warmupSteps,
        int maxSteps,
        @JsonUnwrapped Trainable trainable,
        boolean gradientCheckpointing,
        int maxSkippedSteps,
        MemoryOptions memory,
        long seed) {

    /** So many in a row are no accident of a batch: the weights are beyond repair. */
    public static final int MAX_SKIPPED_IN_A_ROW = 5;

    public UpdateConfig {
        // Absent from states saved before there was a choice.
        maxSkippedSteps = maxSkippedSteps == 0 ? MAX_SKIPPED_IN_A_ROW : maxSkippedSteps;
        memory = Objects.requireNonNullElse(memory, MemoryOptions.STANDARD);
    }

    /** Everything trained, in fp32 and on the device, without warm-up. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings by name; what is not named keeps its default. */
    public static final class Builder {

        private double learningRate = 1e-5;
        private double maxGradNorm = 1;
        private int warmupSteps;
        private int maxSteps = 200;
        private Trainable trainable = Trainable.ALL;
        private boolean gradientCheckpointing;
        private int maxSkippedSteps = MAX_SKIPPED_IN_A_ROW;
        private MemoryOptions memory = MemoryOptions.STANDARD;
        private long seed;

        private Builder() {}

        public Builder learningRate(double rate) {
            this.learningRate = rate;
            return this;
        }

        public Builder maxGradNorm(double norm) {
            this.maxGradNorm = norm;
            return this;
        }

        public Builder warmupSteps(int steps) {
            this.warmupSteps = steps;
            return this;
        }

        public Builder maxSteps(int steps) {
            this.maxSteps = steps;
            return this;
        }

        public Builder trainable(Trainable weights) {
            this.trainable = weights;
            return this;
        }

        public Builder gradientCheckpointing(boolean recompute) {
            this.gradientCheckpointing = recompute;
            return this;
        }

        public Builder maxSkippedSteps(int steps) {
            this.maxSkippedSteps = steps;
            return this;
        }

        public Builder memory(MemoryOptions options) {
            this.memory = options;
            return this;
        }

        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        public UpdateConfig build() {
            return new UpdateConfig(
                    learningRate,
                    maxGradNorm,
                    warmupSteps,
                    maxSteps,
                    trainable,
                    gradientCheckpointing,
                    maxSkippedSteps,
                    memory,
                    seed);
        }
    }
}

package org.geor1.rl.update;

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
 * @param maxSteps length of the run; after the warm-up the rate decays along a cosine to a tenth at its end
 * @param trainable which weights are trained
 * @param gradientCheckpointing recompute layers in the backward pass instead of keeping their activations
 * @param maxSkippedSteps consecutive updates without a finite loss or gradient that end training
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

    /** After so many in a row the cause is the weights, not a single batch. */
    public static final int MAX_SKIPPED_IN_A_ROW = 5;

    public UpdateConfig {
        // Absent from states saved by earlier versions.
        maxSkippedSteps = maxSkippedSteps == 0 ? MAX_SKIPPED_IN_A_ROW : maxSkippedSteps;
        memory = Objects.requireNonNullElse(memory, MemoryOptions.STANDARD);
    }

    /** Everything is trained, in fp32 and on the device, without warm-up. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings by name; the others keep their defaults. */
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

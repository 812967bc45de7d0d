package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.geor1.protocol.RunSpec.RewardSpec.Component;

/**
 * Where a GRPO run's defaults come from. Whatever the run says itself goes before; a stored run holds values alone.
 *
 * @see RunSpecReader
 */
enum Preset {
    /** Sized for the shipped model. */
    @JsonProperty("default")
    DEFAULT(0, 256, List.of(new Component("accuracy", 1), new Component("format", 0.5))),

    /** The published training script's objective and rewards, each reward of weight 1. */
    @JsonProperty("geo-r1")
    GEO_R1(
            0.04,
            2048,
            List.of(
                    new Component("accuracy", 1, AccuracyMethod.MCQ),
                    new Component("format", 1),
                    new Component("length", 1),
                    new Component("repetition", 1)));

    final double beta;
    final int maxCompletionLength;
    final List<Component> rewards;

    Preset(double beta, int maxCompletionLength, List<Component> rewards) {
        this.beta = beta;
        this.maxCompletionLength = maxCompletionLength;
        this.rewards = rewards;
    }

    AccuracyMethod accuracyMethod() {
        return new RunSpec.RewardSpec(rewards, 1).accuracyMethod();
    }
}

package org.geor1.protocol.training;

import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How weights, activations and optimizer state are held. What is bf16 is rounded stochastically when it is updated, by
 * the run's seed.
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Memory(
        @Setting(
                value = "Type of weights, activations, gradients and the policies that are published.",
                byDefault = "fp32")
        Dtype weightsDtype,

        @Setting(value = "Type of AdamW's moments.", byDefault = "fp32")
        Dtype optimStates,

        @Setting(value = "Keep AdamW's moments in the machine's memory instead of the device's.", byDefault = "false")
        boolean offloadOptimizer,

        @Setting(
                value = "Run layers again in the backward pass instead of keeping their activations.",
                byDefault = "false")
        boolean gradientCheckpointing) {}

package org.geor1.protocol.rollout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How rollouts keep step with training. Step n is sampled from version max(0, n - 1 - maxStaleness), while the steps
 * before it are trained on.
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Rollouts(
        @Setting(
                value = "Policy versions that a group may be behind the policy it updates; 0 is strictly on-policy.",
                byDefault = "0")
        @Min(0)
        @Max(64)
        int maxStaleness,

        @Setting(
                value =
                        "Groups that are behind: correct weighs them by trainer over sampler, drop leaves out those older"
                                + " than max_staleness.",
                byDefault = "correct")
        StaleGroups staleGroups,

        @Setting(
                value =
                        "How often groups whose rewards are all equal are replaced by groups of further questions before"
                                + " the update; 0 trains on what was sampled.",
                byDefault = "0")
        @Min(0)
        @Max(16)
        int dynamicSampling) {}

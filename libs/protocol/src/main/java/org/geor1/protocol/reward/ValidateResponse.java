package org.geor1.protocol.reward;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reward makes of samples, in the order of the request. */
public record ValidateResponse(List<Trial> samples) {

    /**
     * @param answer what the first answer block holds, or null if there is none
     * @param components in the order of the reward
     * @param reward the weighted sum of the components that have a score, or null if none has
     */
    public record Trial(
            @Nullable String answer,
            List<ComponentTrial> components,
            @Nullable Double reward) {}

    /**
     * @param method how the answer was read, where there is a choice
     * @param parsed what was read from the completion and compared, or null if nothing
     * @param score not yet weighted; null if there is an error
     * @param error why there is no score
     */
    public record ComponentTrial(
            String name,
            double weight,
            @Nullable AccuracyMethod method,
            @Nullable String parsed,
            @Nullable Double score,
            @Nullable String error) {}
}

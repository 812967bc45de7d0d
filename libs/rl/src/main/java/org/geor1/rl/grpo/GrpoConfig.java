package org.geor1.rl.grpo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.rl.update.UpdateConfig;
import org.jspecify.annotations.Nullable;

/**
 * GRPO hyper-parameters under TRL's names (paper section 3.3 for the objective).
 *
 * @param update optimizer and schedule; a saved state has their settings at the same level as the others
 * @param beta weight of the k3 KL term against the reference policy; 0 keeps no reference
 * @param epsilon lower clip range of the probability ratio
 * @param temperature sampling temperature, applied to the logits before log-softmax
 * @param scaleRewards what advantages are divided by
 * @param objective the variant of GRPO
 * @param sharedPrefix run a prompt once for all of its completions instead of once for each; true by default
 * @param referenceSync how the reference follows the policy, or null if it is fixed
 */
public record GrpoConfig(
        @JsonUnwrapped UpdateConfig update,
        double beta,
        double epsilon,
        double temperature,
        ScaleRewards scaleRewards,
        GrpoObjective objective,
        Boolean sharedPrefix,
        @Nullable ReferenceSync referenceSync) {

    /** Groups per pass. A single one keeps a processor busy and its activations stay in the cache. */
    public static final int GROUPS_PER_PASS = 1;

    public GrpoConfig {
        // Absent from states saved by earlier versions.
        objective = Objects.requireNonNullElse(objective, GrpoObjective.STANDARD);
        sharedPrefix = Objects.requireNonNullElse(sharedPrefix, true);
    }

    /** The paper's objective without KL, at temperature 1, with shared prefixes and a fixed reference. */
    public static Builder builder(UpdateConfig update) {
        return new Builder(update);
    }

    /** Upper clip range of the ratio. */
    double epsilonHigh() {
        Double high = objective.epsilonHigh();
        return high == null ? epsilon : high;
    }

    /** Collects settings by name; the others keep their defaults. */
    public static final class Builder {

        private final UpdateConfig update;
        private double beta;
        private double epsilon = 0.2;
        private double temperature = 1;
        private ScaleRewards scaleRewards = ScaleRewards.GROUP;
        private GrpoObjective objective = GrpoObjective.STANDARD;
        private boolean sharedPrefix = true;
        private @Nullable ReferenceSync referenceSync;

        private Builder(UpdateConfig update) {
            this.update = update;
        }

        public Builder beta(double weight) {
            this.beta = weight;
            return this;
        }

        public Builder epsilon(double range) {
            this.epsilon = range;
            return this;
        }

        public Builder temperature(double value) {
            this.temperature = value;
            return this;
        }

        public Builder scaleRewards(ScaleRewards scale) {
            this.scaleRewards = scale;
            return this;
        }

        public Builder objective(GrpoObjective variant) {
            this.objective = variant;
            return this;
        }

        public Builder sharedPrefix(boolean shared) {
            this.sharedPrefix = shared;
            return this;
        }

        public Builder referenceSync(@Nullable ReferenceSync sync) {
            this.referenceSync = sync;
            return this;
        }

        public GrpoConfig build() {
            return new GrpoConfig(
                    update, beta, epsilon, temperature, scaleRewards, objective, sharedPrefix, referenceSync);
        }
    }
}

package org.geor1.rl.pass;

import ai.djl.ndarray.NDManager;
import org.geor1.vlm.model.QwenWeights;

/** Calls {@code reference.py}: the reference policy follows the trained one. */
public final class ReferenceScript {

    /** Elements that move at a time: some 30 bytes of scratch memory each. */
    private static final long MOVED_AT_ONCE = 1 << 20;

    private final TrainingModel reference;

    public ReferenceScript(TrainingModel reference) {
        this.reference = reference;
    }

    /**
     * Moves the reference's weights in place to {@code share × policy + (1 − share) × reference}; what is bf16 is rounded
     * stochastically, so that the mean is kept.
     *
     * @param policy a model of the same configuration, in the same precision
     * @param seeds of the random bits, one for each of {@link QwenWeights#parameters()}
     */
    public void moveTowards(TrainingModel policy, double share, long[] seeds) {
        try (NDManager scope = reference.newScope()) {
            reference
                    .script()
                    .call(
                            scope,
                            "move_towards",
                            reference.model().weights().parameters(),
                            policy.model().weights().parameters(),
                            scope.create(share),
                            scope.create(seeds),
                            scope.create(MOVED_AT_ONCE));
        }
    }
}

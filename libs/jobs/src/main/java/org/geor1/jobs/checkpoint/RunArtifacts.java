package org.geor1.jobs.checkpoint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has stored, and the rules of what must stay. What no run needs may go.
 *
 * @param unfinished whether the run may still go on
 * @param startStep the policy version it starts from
 * @param drawnFrom policy versions that the groups of its open steps are still drawn from
 * @param saveTotalLimit how many checkpoints keep their weights; null keeps all
 * @param keepEvery weights of every checkpoint whose step it divides stay; null for no such rule
 * @param bestStep the step with the lowest held-out loss, of a run that may stop early
 */
record RunArtifacts(
        boolean unfinished,
        long startStep,
        Set<Long> drawnFrom,
        @Nullable Long saveTotalLimit,
        @Nullable Long keepEvery,
        @Nullable Long bestStep,
        List<Policy> policies,
        List<Saved> checkpoints) {

    /**
     * A policy version.
     *
     * @param age 1 for the newest of its run
     */
    record Policy(long version, long age, String artifact) {}

    /**
     * A checkpoint.
     *
     * @param age 1 for the newest of its run
     * @param spared whether it is promoted, or an unfinished run started from it
     */
    record Saved(long step, long age, boolean spared, String policyArtifact, String stateArtifact) {}

    /**
     * Hashes of the artifacts that the run needs.
     *
     * @param keep how many policy versions and training states stay in any case
     */
    Set<String> needed(int keep) {
        Set<String> needed = new HashSet<>();
        for (Policy policy : policies) {
            if (policy.age() <= keep || unfinished && mayBeReadAgain(policy.version())) {
                needed.add(policy.artifact());
            }
        }
        for (Saved checkpoint : checkpoints) {
            if (checkpoint.spared() || keepsWeights(checkpoint)) {
                needed.add(checkpoint.policyArtifact());
            }
            if (checkpoint.spared() || checkpoint.age() <= keep) {
                needed.add(checkpoint.stateArtifact());
            }
        }
        return needed;
    }

    /** A run without a checkpoint returns to the version it starts from; open steps are drawn from theirs. */
    private boolean mayBeReadAgain(long version) {
        return version == startStep || drawnFrom.contains(version);
    }

    private boolean keepsWeights(Saved checkpoint) {
        return saveTotalLimit == null
                || checkpoint.age() <= saveTotalLimit
                || keepEvery != null && checkpoint.step() % keepEvery == 0
                || bestStep != null && checkpoint.step() == bestStep;
    }
}

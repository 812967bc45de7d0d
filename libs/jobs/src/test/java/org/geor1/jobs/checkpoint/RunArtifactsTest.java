package org.geor1.jobs.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.geor1.jobs.checkpoint.RunArtifacts.Policy;
import org.geor1.jobs.checkpoint.RunArtifacts.Saved;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract: which artifacts each retention rule keeps. Step n has the weights {@code wn} and the state {@code sn}. */
class RunArtifactsTest {

    private static final int STEPS = 6;

    @Test
    void keepsTheNewestPolicyVersions() {
        assertThat(policies(false, 0, Set.of()).needed(2)).containsExactlyInAnyOrder("w6", "w5");
        assertThat(policies(false, 0, Set.of()).needed(0)).isEmpty();
    }

    @Test
    void anUnfinishedRunKeepsItsStartAndThePoliciesOfItsOpenSteps() {
        assertThat(policies(true, 1, Set.of(3L)).needed(1)).containsExactlyInAnyOrder("w6", "w1", "w3");
        assertThat(policies(false, 1, Set.of(3L)).needed(1)).containsExactly("w6");
    }

    @Test
    void withoutALimitAllWeightsAndTheNewestStatesAreKept() {
        assertThat(checkpoints(null, null, null, Set.of()).needed(2))
                .containsExactlyInAnyOrder("w1", "w2", "w3", "w4", "w5", "w6", "s6", "s5");
    }

    @Test
    void aLimitKeepsTheNewestWeights() {
        assertThat(checkpoints(2L, null, null, Set.of()).needed(1)).containsExactlyInAnyOrder("w6", "w5", "s6");
    }

    @Test
    void multiplesOfKeepEveryKeepTheirWeights() {
        assertThat(checkpoints(1L, 3L, null, Set.of()).needed(1)).containsExactlyInAnyOrder("w6", "w3", "s6");
    }

    @Test
    void theBestStepKeepsOnlyItsWeights() {
        assertThat(checkpoints(1L, null, 2L, Set.of()).needed(1)).containsExactlyInAnyOrder("w6", "w2", "s6");
    }

    @Test
    void aProtectedCheckpointKeepsEverything() {
        assertThat(checkpoints(1L, null, null, Set.of(4L)).needed(1)).containsExactlyInAnyOrder("w6", "s6", "w4", "s4");
    }

    private static RunArtifacts policies(boolean unfinished, long startStep, Set<Long> drawnFrom) {
        List<Policy> policies = LongStream.rangeClosed(0, STEPS)
                .mapToObj(version -> new Policy(version, STEPS + 1 - version, "w" + version))
                .toList();
        return new RunArtifacts(unfinished, startStep, drawnFrom, null, null, null, policies, List.of());
    }

    private static RunArtifacts checkpoints(
            @Nullable Long limit, @Nullable Long every, @Nullable Long best, Set<Long> spared) {
        List<Saved> checkpoints = LongStream.rangeClosed(1, STEPS)
                .mapToObj(step -> new Saved(step, STEPS + 1 - step, spared.contains(step), "w" + step, "s" + step))
                .toList();
        return new RunArtifacts(false, 0, Set.of(), limit, every, best, List.of(), checkpoints);
    }
}

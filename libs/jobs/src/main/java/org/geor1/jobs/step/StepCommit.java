package org.geor1.jobs.step;

import java.util.List;
import java.util.Map;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.run.RunStore.RunLease;
import org.jspecify.annotations.Nullable;

/**
 * Everything that becomes true with a step.
 *
 * @param newPolicy the artifact of the next policy version; {@code null} when the step updates nothing (evaluation)
 * @param newState full training state, when this step takes a checkpoint
 * @param advantages by rollout id
 */
public record StepCommit(
        RunLease lease,
        long step,
        @Nullable Artifact newPolicy,
        @Nullable Artifact newState,
        Map<String, Double> metrics,
        Map<String, Double> advantages,
        List<NewEvent> events) {

    public StepCommit {
        metrics = Map.copyOf(metrics);
        advantages = Map.copyOf(advantages);
        events = List.copyOf(events);
    }
}

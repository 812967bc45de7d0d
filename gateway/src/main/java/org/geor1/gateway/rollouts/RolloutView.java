package org.geor1.gateway.rollouts;

import java.util.List;
import java.util.Map;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.Truth;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A completion with everything its inspector shows. */
@JsonNaming(SnakeCaseStrategy.class)
record RolloutView(
        String id,
        String runId,
        long step,
        String groupId,
        int index,
        List<ImageView> images,
        String completion,
        @Nullable String answer,
        @Nullable String truth,
        @Nullable Truth about,
        @Nullable Double reward,
        Map<String, Double> rewards,
        @Nullable Double advantage,
        int tokens,
        String finishReason,
        long policyVersion,
        List<String> flags) {

    /** @param group the rollout's group, or null when it is shown elsewhere and need not be repeated */
    static RolloutView of(Rollout rollout, @Nullable RolloutGroup group) {
        return new RolloutView(
                rollout.id(),
                rollout.runId(),
                rollout.step(),
                rollout.groupId(),
                rollout.index(),
                group == null ? List.of() : ImageView.of(group.prompt()),
                rollout.completion(),
                rollout.answer(),
                group == null ? null : group.truth().answer(),
                group == null ? null : group.truth(),
                rollout.reward(),
                rollout.rewards(),
                rollout.advantage(),
                rollout.tokens(),
                rollout.finishReason(),
                rollout.policyVersion(),
                rollout.flags());
    }
}

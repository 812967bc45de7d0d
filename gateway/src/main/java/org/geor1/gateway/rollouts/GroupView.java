package org.geor1.gateway.rollouts;

import java.util.List;
import org.geor1.gateway.OneOf;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.Truth;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** One prompt and its completions side by side. */
@JsonNaming(SnakeCaseStrategy.class)
record GroupView(
        String id,
        String runId,
        long step,
        int index,
        long policyVersion,
        @OneOf(GroupState.class) String state,
        String prompt,
        List<ImageView> images,
        Truth truth,
        @Nullable String error,
        List<RolloutView> rollouts) {

    static GroupView of(RolloutGroup group) {
        return new GroupView(
                group.id(),
                group.runId(),
                group.step(),
                group.index(),
                group.policyVersion(),
                group.state().wire(),
                ImageView.text(group.prompt()),
                ImageView.of(group.prompt()),
                group.truth(),
                group.error(),
                group.rollouts().stream()
                        .map(rollout -> RolloutView.of(rollout, null))
                        .toList());
    }
}

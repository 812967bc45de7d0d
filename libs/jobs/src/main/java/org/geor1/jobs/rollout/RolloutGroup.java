package org.geor1.jobs.rollout;

import java.util.List;
import org.geor1.protocol.rollout.PromptPart;
import org.jspecify.annotations.Nullable;

/** A prompt, its truth, and (where asked for) its completions in index order. */
public record RolloutGroup(
        String id,
        String runId,
        long step,
        int index,
        long policyVersion,
        GroupState state,
        List<PromptPart> prompt,
        Truth truth,
        @Nullable String error,
        List<Rollout> rollouts) {

    public RolloutGroup {
        prompt = List.copyOf(prompt);
        rollouts = List.copyOf(rollouts);
    }
}

package org.geor1.gateway.rollouts;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.geor1.gateway.PageView;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.RolloutFilter;
import org.geor1.jobs.run.RunStore;
import org.geor1.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Completions and their groups. */
@Tag(name = "rollouts")
@RestController
@RequestMapping("/api/v1")
class RolloutController {
    private final RunStore runs;
    private final RolloutStore rollouts;

    RolloutController(RunStore runs, RolloutStore rollouts) {
        this.runs = runs;
        this.rollouts = rollouts;
    }

    @Operation(summary = "Rollouts of a run, newest first")
    @GetMapping("/runs/{id}/rollouts")
    PageView<RolloutView> listRollouts(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long step,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(name = "min_reward", required = false) @Nullable Double minReward,
            @RequestParam(required = false) @Nullable String flag,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable String after) {
        if (runs.find(id).isEmpty()) {
            throw ApiException.notFound("run", id);
        }
        // Neighbouring rollouts share their group, so each group is read once a page.
        Map<String, Optional<RolloutGroup>> groups = new HashMap<>();
        return PageView.of(
                rollouts.list(id, new RolloutFilter(step, group, minReward, flag, q), limit, after),
                rollout -> RolloutView.of(
                        rollout,
                        groups.computeIfAbsent(rollout.groupId(), rollouts::group)
                                .orElse(null)));
    }

    @Operation(summary = "One rollout")
    @GetMapping("/rollouts/{id}")
    RolloutView readRollout(@PathVariable String id) {
        Rollout rollout = rollouts.rollout(id).orElseThrow(() -> ApiException.notFound("rollout", id));
        return RolloutView.of(rollout, rollouts.group(rollout.groupId()).orElse(null));
    }

    @Operation(summary = "A group: one prompt, its truth and its completions")
    @GetMapping("/groups/{id}")
    GroupView readGroup(@PathVariable String id) {
        return rollouts.group(id).map(GroupView::of).orElseThrow(() -> ApiException.notFound("group", id));
    }
}

package org.geor1.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.Truth;
import org.junit.jupiter.api.Test;

/** Means are over the rollouts that have the figure, as TRL's are. */
class RolloutMetricsTest {

    @Test
    void aComponentThatAGroupWasScoredWithoutDoesNotCountAsZero() {
        Map<String, Double> metrics = RolloutMetrics.of(List.of(
                group("a", Map.of("accuracy", 1.0, "judge", 0.5), Map.of("accuracy", 0.0, "judge", 0.7)),
                group("b", Map.of("accuracy", 1.0), Map.of("accuracy", 1.0))));

        assertThat(metrics.get("rewards/judge/mean")).isEqualTo((0.5 + 0.7) / 2);
        assertThat(metrics.get("rewards/accuracy/mean")).isEqualTo(0.75);
        assertThat(RolloutMetrics.of(List.of(group("c", Map.of("accuracy", 1.0), Map.of("accuracy", 0.0)))))
                .doesNotContainKey("rewards/judge/mean");
    }

    @SafeVarargs
    private static RolloutGroup group(String id, Map<String, Double>... rewards) {
        List<Rollout> rollouts = IntStream.range(0, rewards.length)
                .mapToObj(i -> new Rollout(
                        id + i,
                        "run",
                        id,
                        1,
                        i,
                        "x",
                        null,
                        new int[] {1},
                        new float[] {-1},
                        0,
                        "stop",
                        rewards[i],
                        rewards[i].values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum(),
                        null,
                        List.of()))
                .toList();
        Truth truth = new Truth("A", 0, null, null, null, null);
        return new RolloutGroup(id, "run", 1, 0, 0, GroupState.SCORED, List.of(), truth, null, rollouts);
    }
}

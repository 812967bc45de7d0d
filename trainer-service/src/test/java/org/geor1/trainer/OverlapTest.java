package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.step.Step;
import org.geor1.trainer.rollout.RolloutMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/**
 * Later steps are drawn while a step is trained, never from policies older than allowed; groups without variance are
 * replaced up to the limit; and with any of these, an interrupted run ends like an uninterrupted one.
 */
@TestPropertySource(properties = "geor1.trainer.keep=1")
class OverlapTest extends GrpoFixture {

    @Test
    void laterStepsAreDrawnWhileAStepIsTrained() throws InterruptedException {
        Map<Long, Long> opened = new ConcurrentHashMap<>();
        List<String> missing = new ArrayList<>();
        sessions.beforeUpdate = step -> {
            String id = runs.latest().orElseThrow().id();
            long last = Math.min(step + 2, STEPS);
            // Blocks the trainer until the steps ahead are drawn and scored, which shows that they do not wait for it.
            for (long ahead = step + 1; ahead <= last; ahead++) {
                awaitScored(id, ahead);
                String policy = steps.policyArtifact(id, Math.max(0, ahead - 3)).orElseThrow();
                if (artifacts.find(policy).isEmpty()) {
                    missing.add("policy of step " + ahead + " at step " + step);
                }
            }
            opened.put(step, count("SELECT max(step) FROM run_step WHERE run_id = '" + id + "'"));
        };
        String id = finished(submit("'max_staleness':2", 1)).id();

        assertThat(missing).isEmpty();
        assertThat(opened).hasSize(STEPS);
        opened.forEach((step, last) -> assertThat(last).isEqualTo(Math.min(step + 2, STEPS)));
        assertThat(steps.steps(id)).extracting(Step::policyVersion).containsExactly(0L, 0L, 0L, 1L, 2L, 3L, 4L);
        assertThat(metric(id, "staleness/max")).containsExactly(0.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0);
        assertThat(metric(id, "staleness/mean")).isEqualTo(metric(id, "staleness/max"));
        assertThat(metrics.keys(id)).contains("time/rollout_wait", "time/publish", "tokens_per_second");
    }

    @Test
    void strictlyOnPolicyNoStepIsOpenedAhead() throws InterruptedException {
        List<Long> ahead = new ArrayList<>();
        sessions.beforeUpdate = step -> ahead.add(count("SELECT max(step) FROM run_step") - step);
        sql.sql("TRUNCATE run CASCADE").update();
        String id = finished(submit("'max_staleness':0", 1)).id();
        assertThat(ahead).hasSize(STEPS).containsOnly(0L);
        assertThat(metrics.keys(id)).doesNotContain("staleness/max", "dynamic_sampling/replaced_groups");
    }

    @ParameterizedTest
    @CsvSource({"1,0", "4,0", "0,2", "2,2"})
    void anInterruptedRunReusesItsOpenGroups(int staleness, int rounds) throws InterruptedException {
        String settings = "'max_staleness':" + staleness + ",'dynamic_sampling':" + rounds;
        String whole = finished(submit(settings, 5)).id();
        for (long broken : new long[] {1, 3, 4, 6}) {
            breakAt(broken);
            String id = finished(submit(settings, 5)).id();
            assertThat(steps.policyArtifact(id, STEPS))
                    .as("interrupted at step %d", broken)
                    .isEqualTo(steps.policyArtifact(whole, STEPS));
            assertThat(groupRows(id)).isEqualTo(groupRows(whole));
            assertThat(count("SELECT count(*) FROM rollout WHERE run_id = '" + id + "'"))
                    .isEqualTo(count("SELECT count(*) FROM rollout WHERE run_id = '" + whole + "'"));
            assertThat(count("SELECT count(*) FROM run_step WHERE run_id = '" + id + "' AND state = 'committed'"))
                    .isEqualTo(STEPS);
        }
    }

    @Test
    void groupsWithoutVarianceAreReplacedUpToTheLimit() throws InterruptedException {
        String id = finished(submit("'dynamic_sampling':2", 3)).id();
        long replaced = 0;
        long flat = 0;
        for (long step = 1; step <= STEPS; step++) {
            List<RolloutGroup> groups = rollouts.groups(id, step);
            List<RolloutGroup> trained = in(GroupState.CONSUMED, groups);
            assertThat(trained).hasSize(PROMPTS);
            assertThat(groups).allMatch(group -> group.index() < 3 * PROMPTS);
            for (RolloutGroup group : groups) {
                boolean further = group.index() >= PROMPTS;
                assertThat(group.policyVersion()).isEqualTo(step - 1);
                assertThat(group.state()).isIn(GroupState.CONSUMED, GroupState.REPLACED);
                if (group.state() == GroupState.REPLACED) {
                    replaced++;
                    assertThat(RolloutMetrics.withoutVariance(group)).isTrue();
                    assertThat(group.rollouts())
                            .allSatisfy(rollout -> assertThat(rollout.flags()).containsExactly("replaced"))
                            .allSatisfy(
                                    rollout -> assertThat(rollout.advantage()).isNull());
                } else if (!further || group.index() < 2 * PROMPTS) {
                    // Only after the last round may some remain.
                    assertThat(RolloutMetrics.withoutVariance(group)).isFalse();
                }
            }
            flat += trained.stream().filter(RolloutMetrics::withoutVariance).count();
        }
        assertThat(replaced).isGreaterThan(STEPS);
        assertThat(metric(id, "dynamic_sampling/replaced_groups").stream()
                        .mapToDouble(value -> value)
                        .sum())
                .isEqualTo(replaced);
        assertThat(metric(id, "dynamic_sampling/frac_reward_zero_std").stream()
                        .mapToDouble(value -> value * PROMPTS)
                        .sum())
                .isEqualTo(flat, org.assertj.core.api.Assertions.within(1e-9));
        // Metrics describe the first groups asked for, so they are the same without dynamic sampling.
        String plain = finished(submit("'dynamic_sampling':0", 3)).id();
        assertThat(metric(id, "reward").get(0))
                .isEqualTo(metric(plain, "reward").get(0));
        assertThat(metric(id, "frac_reward_zero_std").get(0))
                .isEqualTo(metric(plain, "frac_reward_zero_std").get(0));
        assertThat(questions(id)).doesNotHaveDuplicates();
    }

    @Test
    void groupsOlderThanTheBoundAreDroppedOrCorrectedAsConfigured() throws InterruptedException {
        workers.versionsLate = 3;
        workers.late.set(1);
        String dropped =
                finished(submit("'max_staleness':1,'stale_groups':'drop'", 4)).id();
        workers.late.set(1);
        String corrected = finished(submit("'max_staleness':1,'stale_groups':'correct'", 4))
                .id();

        assertThat(rollouts.groups(dropped, 1))
                .extracting(RolloutGroup::state)
                .containsExactlyInAnyOrder(GroupState.DROPPED, GroupState.CONSUMED, GroupState.CONSUMED);
        assertThat(in(GroupState.DROPPED, rollouts.groups(dropped, 1)))
                .allSatisfy(group ->
                        assertThat(group.error()).isEqualTo("its policy was 3 versions behind; max_staleness is 1"));
        assertThat(metric(dropped, "staleness/max").get(0)).isZero();
        assertThat(in(GroupState.CONSUMED, rollouts.groups(corrected, 1))).hasSize(PROMPTS);
        assertThat(metric(corrected, "staleness/max").get(0)).isEqualTo(3);
        assertThat(metric(corrected, "staleness/mean").get(0)).isEqualTo(1);

        workers.late.set(2);
        Run failed = finished(submit("'max_staleness':1,'stale_groups':'drop'", 4));
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.error()).contains("2 of 3 groups", "3 versions behind");
    }

    private List<String> questions(String id) {
        return LongStream.rangeClosed(1, STEPS)
                .boxed()
                .flatMap(step -> rollouts.groups(id, step).stream())
                .map(group -> group.prompt().toString())
                .toList();
    }

    private static List<RolloutGroup> in(GroupState state, List<RolloutGroup> groups) {
        return groups.stream().filter(group -> group.state() == state).toList();
    }

    private List<Double> metric(String id, String key) {
        List<Double> values = new ArrayList<>();
        metrics.read(id, List.of(key), null, null, 100)
                .series()
                .getOrDefault(key, List.of())
                .forEach(value -> {
                    if (value != null) {
                        values.add(value);
                    }
                });
        return values;
    }
}

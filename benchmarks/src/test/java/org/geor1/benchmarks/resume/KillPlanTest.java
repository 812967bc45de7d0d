package org.geor1.benchmarks.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.geor1.jobs.outage.CrashPoint;
import org.junit.jupiter.api.Test;

/**
 * Contract: a plan has the requested number of kills, a hundred include every named moment, and a seed always gives the
 * same plan.
 */
class KillPlanTest {

    @Test
    void aHundredKillsIncludeEveryNamedMomentOfEveryRun() {
        KillPlan plan = KillPlan.random(100, new Random(3));
        int all = 0;
        for (ShortRun run : ShortRun.values()) {
            all += plan.of(run).size();
            List<CrashPoint> named = plan.of(run).stream()
                    .map(Kill::point)
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(named).containsExactlyInAnyOrderElementsOf(run.points());
            assertThat(plan.of(run)).anyMatch(Kill::database).anyMatch(Kill::booting);
            // The first commit has no checkpoint, so the second kill finds a step to redo.
            assertThat(named).startsWith(CrashPoint.AFTER_COMMIT, CrashPoint.REDONE);
            assertThat(plan.of(run).getFirst().time(ShortRun.STEPS)).isEqualTo(1);
        }
        assertThat(all).isEqualTo(100);
    }

    @Test
    void aSeedDeterminesThePlanAndAQuarterOfFewKillsAreRandom() {
        KillPlan plan = KillPlan.random(10, new Random(3));
        List<Kill> kills = new ArrayList<>();
        for (ShortRun run : ShortRun.values()) {
            assertThat(plan.of(run))
                    .containsExactlyElementsOf(
                            KillPlan.random(10, new Random(3)).of(run));
            kills.addAll(plan.of(run));
        }
        assertThat(kills).hasSize(10);
        assertThat(kills.stream().filter(kill -> kill.point() != null)).hasSizeBetween(5, 7);
    }

    @Test
    void nothingIsRedoneWithoutAnEarlierKill() {
        for (int seed = 0; seed < 200; seed++) {
            for (int kills = 1; kills < 12; kills++) {
                KillPlan plan = KillPlan.random(kills, new Random(seed));
                int all = 0;
                for (ShortRun run : ShortRun.values()) {
                    List<Kill> planned = List.copyOf(plan.of(run));
                    all += planned.size();
                    for (int i = 0; i < planned.size(); i++) {
                        if (planned.get(i).point() == CrashPoint.REDONE) {
                            assertThat(i).isEqualTo(1);
                            assertThat(planned.get(0).point()).isEqualTo(CrashPoint.AFTER_COMMIT);
                        }
                    }
                }
                assertThat(all).isEqualTo(kills);
            }
        }
    }

    @Test
    void aKillThatIsRepeatedlyTooLateIsReported() {
        Kill late = new Kill(CrashPoint.REDONE, 0.8, false, false, 0);
        KillPlan plan = KillPlan.of(ShortRun.SFT, late);
        for (int i = 0; i < 20; i++) {
            plan.putBack(ShortRun.SFT, plan.of(ShortRun.SFT).removeFirst());
        }
        assertThat(plan.of(ShortRun.SFT)).allMatch(kill -> kill.moment() < 0.001);
        assertThatThrownBy(
                        () -> plan.putBack(ShortRun.SFT, plan.of(ShortRun.SFT).removeFirst()))
                .hasMessageContaining("REDONE");
    }

    @Test
    void anyOtherHashOrProblemIsADifference() {
        RunRecord record = new RunRecord("p", "s", Map.of(0L, "a", 1L, "b"), "r", List.of());
        assertThat(record.differences(record)).isEmpty();
        assertThat(List.of(
                        new RunRecord("x", "s", Map.of(0L, "a", 1L, "b"), "r", List.of()),
                        new RunRecord("p", "x", Map.of(0L, "a", 1L, "b"), "r", List.of()),
                        new RunRecord("p", "s", Map.of(0L, "a", 1L, "x"), "r", List.of()),
                        new RunRecord("p", "s", Map.of(0L, "a"), "r", List.of()),
                        new RunRecord("p", "s", Map.of(0L, "a", 1L, "b"), "x", List.of()),
                        new RunRecord("p", "s", Map.of(0L, "a", 1L, "b"), "r", List.of("two losses"))))
                .allMatch(other -> other.differences(record).size() == 1);
    }
}

package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.artifact.Disk;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.transport.HandOver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.util.unit.DataSize;

/**
 * The next step is drawn from a policy while the disk takes it, and its step is committed only when the disk has it. A run
 * that is broken in between, or whose disk takes no more, has committed nothing and ends as one that was not.
 */
@Import(NextStepTest.OneJvm.class)
class NextStepTest extends GrpoFixture {

    private static final long MB = 1 << 20;

    /** Called before the disk takes the weights of a policy that a step has published. */
    private static volatile Disk disk = path -> {};

    private static final AtomicLong free = new AtomicLong(Long.MAX_VALUE);

    @AfterEach
    void mendTheDisk() {
        disk = path -> {};
        free.set(Long.MAX_VALUE);
    }

    @Test
    void theNextStepIsDrawnWhileTheDiskTakesItsPolicy() {
        Map<Long, String> committed = new ConcurrentSkipListMap<>();
        disk = path -> {
            Run run = runs.latest().orElseThrow();
            long step = run.currentStep() + 1;
            awaitScored(run.id(), step + 1);
            committed.put(step, steps.policyArtifact(run.id(), step).orElse("nothing"));
        };
        String id = finished(submit("", 1)).id();

        assertThat(state(id)).isEqualTo(RunState.SUCCEEDED);
        Map<Long, String> expected = new TreeMap<>();
        LongStream.rangeClosed(1, STEPS).forEach(step -> expected.put(step, "nothing"));
        assertThat(committed).isEqualTo(expected);
        assertThat(count("SELECT max(step) FROM run_step WHERE run_id = '" + id + "'"))
                .isEqualTo(STEPS);
        assertThat(metrics.keys(id)).contains("time/publish", "time/durable");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "4,0", "0,2", "2,2"})
    void aRunBrokenBetweenTheTwoEndsAsOneThatWasNot(int staleness, int rounds) throws IOException {
        String settings = "'max_staleness':" + staleness + ",'dynamic_sampling':" + rounds;
        String whole = finished(submit(settings, 5)).id();
        for (long broken : new long[] {1, 3, 4, 6}) {
            emptyStore();
            List<String> ahead = new ArrayList<>();
            long last = broken + 1 + staleness;
            disk = path -> {
                Run run = runs.latest().orElseThrow();
                if (run.currentStep() + 1 == broken) {
                    disk = any -> {};
                    awaitScored(run.id(), last);
                    rollouts.groups(run.id(), last).forEach(group -> ahead.add(group.id()));
                    sql.sql("UPDATE run SET owner_epoch = owner_epoch + 1, owned_until = now() WHERE id = :id")
                            .param("id", run.id())
                            .update();
                }
            };
            String id = finished(submit(settings, 5)).id();

            assertThat(steps.policyArtifact(id, STEPS))
                    .as("broken at step %d", broken)
                    .isEqualTo(steps.policyArtifact(whole, STEPS));
            assertThat(groupRows(id)).isEqualTo(groupRows(whole));
            for (String what : List.of("rollout", "run_step", "job_history", "job")) {
                String rows = "SELECT count(*) FROM " + what + " WHERE run_id = '";
                assertThat(count(rows + id + "'")).as(what).isEqualTo(count(rows + whole + "'"));
            }
            assertThat(ahead).hasSize(last <= STEPS ? PROMPTS : 0);
            assertThat(count("SELECT count(DISTINCT owner_epoch) FROM run_step WHERE run_id = '" + id + "'"))
                    .isEqualTo(broken == 1 ? 1 : 2);
            if (last <= STEPS) {
                // What was drawn from a policy that was never committed is not used.
                assertThat(rollouts.groups(id, last))
                        .isNotEmpty()
                        .allSatisfy(group -> assertThat(ahead).doesNotContain(group.id()));
            }
        }
    }

    @Test
    void aDiskThatTakesNoMorePausesTheRunWithNothingCommitted() throws IOException {
        String whole = finished(submit("", 8)).id();
        String lost = steps.policyArtifact(whole, 3).orElseThrow();
        emptyStore();
        disk = path -> {
            Run run = runs.latest().orElseThrow();
            if (run.currentStep() == 2) {
                disk = any -> {};
                awaitScored(run.id(), 4);
                free.set(3 * MB);
                throw new IOException("No space left on device");
            }
        };
        String id = submit("", 8);
        await(() -> state(id) == RunState.PAUSED);

        Run paused = runs.find(id).orElseThrow();
        assertThat(paused.currentStep()).isEqualTo(2);
        assertThat(paused.pauseReason()).contains("No space left on device");
        assertThat(steps.policyArtifact(id, 3)).isEmpty();
        assertThat(home.resolve("artifacts").resolve(lost)).doesNotExist();
        for (String table : List.of("run_step", "rollout_group", "rollout", "job", "job_history")) {
            assertThat(count("SELECT count(*) FROM " + table + " WHERE run_id = '" + id + "' AND step > 3"))
                    .as(table)
                    .isZero();
        }
        free.set(Long.MAX_VALUE);
        assertThat(finished(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(groupRows(id)).isEqualTo(groupRows(whole));
        assertThat(steps.policyArtifact(id, STEPS)).isEqualTo(steps.policyArtifact(whole, STEPS));
    }

    @Test
    void aPauseBetweenTheTwoIsHonouredAfterTheCommitAndKeepsWhatWasDrawn() throws IOException {
        String whole = finished(submit("", 9)).id();
        emptyStore();
        List<String> ahead = new ArrayList<>();
        disk = path -> {
            Run run = runs.latest().orElseThrow();
            if (run.currentStep() == 2) {
                disk = any -> {};
                awaitScored(run.id(), 4);
                rollouts.groups(run.id(), 4).forEach(group -> ahead.add(group.id()));
                runs.pause(run.id());
            }
        };
        String id = submit("", 9);
        await(() -> state(id) == RunState.PAUSED);
        assertThat(runs.find(id).orElseThrow().currentStep()).isEqualTo(3);
        runs.resume(id);
        assertThat(finished(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(rollouts.groups(id, 4)).extracting(RolloutGroup::id).isEqualTo(ahead);
        assertThat(steps.policyArtifact(id, STEPS)).isEqualTo(steps.policyArtifact(whole, STEPS));
    }

    /** A policy that is there already is not written again. */
    private void emptyStore() throws IOException {
        try (var all = Files.list(home.resolve("artifacts"))) {
            all.map(Path::toFile)
                    .map(File::getName)
                    .filter(name -> name.length() == 64)
                    .forEach(artifacts::delete);
        }
    }

    /** As in the one-JVM form, on a disk of the test's. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OneJvm {

        @Bean
        @Primary
        ArtifactStore artifactsOnTheDisk() {
            return new ArtifactStore(home.resolve("artifacts"), path -> {
                if (path.endsWith("files/config.json")
                        && Thread.currentThread().getName().equals("policy-sync")) {
                    disk.sync(path);
                }
            });
        }

        @Bean
        @Primary
        HandOver handOver(ArtifactStore artifacts) {
            return new HandOver(artifacts);
        }

        @Bean
        @Primary
        FreeSpace testSpace() {
            return new FreeSpace(home.resolve("artifacts"), DataSize.ofMegabytes(2), any -> free.get());
        }
    }
}

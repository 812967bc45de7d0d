package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A step is taken back while its jobs die, end and are cancelled, and nobody waits for each other: PostgreSQL never has to
 * break a deadlock (SQLState 40P01), and whoever comes first, nothing of the step is left.
 */
class LockOrderTest extends StoreTest {

    private static final int ROUNDS = 25;
    private static final int GROUPS = 4;
    private static final int PARTS = 3;
    private static final List<String> TABLES = List.of("run_step", "rollout_group", "rollout", "job", "job_history");

    @Autowired
    PlatformTransactionManager transactions;

    private ExecutorService threads;

    @BeforeEach
    void startThreads() {
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** A run with a step that was opened ahead of the commit of its policy. */
    private OwnedRun openedAhead() {
        OwnedRun owned = adopted();
        steps.publishInitial(owned.lease(), artifact(SHA));
        steps.open(owned.lease(), 2, 1, newGroups(GROUPS, PARTS));
        return owned;
    }

    private long lockWaits() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    }

    /** The trainer waits for the run before the worker does, so it gets the run first and then wants the worker's job. */
    @Test
    void aDyingJobIsNotHeldWhileItsWorkerWaitsForTheRun() throws Exception {
        OwnedRun owned = openedAhead();
        Job job = claim(JobKind.ROLLOUT, 1).get(0);
        List<Future<?>> both = new ArrayList<>();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            sql.sql("SELECT id FROM run FOR NO KEY UPDATE").query(String.class).list();
            both.add(threads.submit(() -> steps.takeBack(owned.lease())));
            Awaitility.await().until(() -> lockWaits() == 1);
            both.add(threads.submit(() -> jobs.fail(job.requireLease(), "no weights", false)));
            Awaitility.await().until(() -> lockWaits() == 2);
        });
        both.get(0).get();
        assertThat(both.get(1).get()).as("the job was there no more").isEqualTo(false);
        assertThat(leftOf(owned)).containsOnly(0L);
    }

    @Test
    void nobodyWaitsForEachOther() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            OwnedRun owned = openedAhead();
            List<Job> claimed = claim(JobKind.ROLLOUT, GROUPS * PARTS);
            // The first group dies twice, in opposite order; of the second and third, jobs end and die side by side.
            List<Runnable> sides = new ArrayList<>(List.of(
                    () -> steps.takeBack(owned.lease()),
                    () -> die(claimed.get(2)),
                    () -> die(claimed.get(0)),
                    () -> rollouts.completeRollouts(List.of(generated(claimed.get(3)), generated(claimed.get(6)))),
                    () -> die(claimed.get(8)),
                    () -> die(claimed.get(5)),
                    () -> rollouts.completeRollouts(claimed.subList(9, 12).stream()
                            .map(StoreTest::generated)
                            .toList())));
            together(sides);
            assertThat(leftOf(owned)).as("round %d", round).containsOnly(0L);
        }
    }

    @Test
    void neitherDoThoseThatFindJobsOfVanishedWorkers() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            OwnedRun owned = openedAhead();
            List<Job> claimed = claim(JobKind.ROLLOUT, GROUPS * PARTS);
            sql.sql("""
                            UPDATE job SET attempt = max_attempts, lease_until = now() - interval '1 second'
                            WHERE id IN (:ids)""")
                    .param(
                            "ids",
                            List.of(
                                    claimed.get(1).id(),
                                    claimed.get(4).id(),
                                    claimed.get(8).id()))
                    .update();
            together(List.of(
                    () -> claim(JobKind.ROLLOUT, 10),
                    () -> claim(JobKind.ROLLOUT, 10),
                    () -> rollouts.completeRollouts(List.of(generated(claimed.get(0)), generated(claimed.get(7)))),
                    () -> die(claimed.get(3)),
                    () -> runs.finish(owned.lease(), RunState.FAILED, "no weights", null),
                    () -> takeBackUnlessFinished(owned)));
            assertThat(count("SELECT count(*) FROM job")).as("round %d", round).isZero();
            assertThat(count("""
                            SELECT count(*) FROM job_history h JOIN rollout_group g ON g.id = h.group_id
                            WHERE h.state = 'dead' AND g.state <> 'dropped'""")).as("round %d", round).isZero();
        }
    }

    private void takeBackUnlessFinished(OwnedRun owned) {
        try {
            steps.takeBack(owned.lease());
        } catch (LostLeaseException finished) {
            assertThat(runs.find(owned.run().id()).orElseThrow().state()).isEqualTo(RunState.FAILED);
        }
    }

    private void die(Job job) {
        jobs.fail(job.requireLease(), "no weights", false);
    }

    /** Runs all at the same time and fails as soon as one does. */
    private void together(List<Runnable> sides) throws Exception {
        CyclicBarrier start = new CyclicBarrier(sides.size());
        List<Future<?>> futures = new ArrayList<>();
        for (Runnable side : sides) {
            futures.add(threads.submit(() -> {
                start.await();
                side.run();
                return null;
            }));
        }
        for (Future<?> future : futures) {
            future.get(1, TimeUnit.MINUTES);
        }
    }

    private List<Long> leftOf(OwnedRun owned) {
        return TABLES.stream()
                .map(table -> count("SELECT count(*) FROM " + table + " WHERE step = 2 AND run_id = '"
                        + owned.run().id() + "'"))
                .toList();
    }
}

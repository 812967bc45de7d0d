package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.step.StepCommit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A step that was opened for a policy which was never committed is taken back with all its work, in whatever state that is,
 * and opened again as if it had never been; other steps keep theirs.
 */
class TakeBackTest extends StoreTest {

    private static final List<String> TABLES = List.of("run_step", "rollout_group", "rollout", "job", "job_history");

    @Autowired
    PlatformTransactionManager transactions;

    /** Step 1 is committed, step 2 open for its policy, step 3 open for that of step 2, which is not committed. */
    private OwnedRun openedAhead() {
        OwnedRun owned = opened(1, 1);
        draw(1);
        score(1);
        steps.commit(new StepCommit(owned.lease(), 1, artifact("b".repeat(64)), null, Map.of(), Map.of(), List.of()));
        steps.open(owned.lease(), 2, 1, newGroups(2, 1));
        draw(1);
        steps.open(owned.lease(), 3, 2, newGroups(4, 1));
        return owned;
    }

    private void draw(int jobs) {
        rollouts.completeRollouts(
                claim(JobKind.ROLLOUT, jobs).stream().map(StoreTest::generated).toList());
    }

    private void score(int jobs) {
        rollouts.completeRewards(
                claim(JobKind.REWARD, jobs).stream().map(this::scored).toList());
    }

    private List<Long> rows(long step) {
        return TABLES.stream()
                .map(table -> count("SELECT count(*) FROM " + table + " WHERE step = " + step))
                .toList();
    }

    @Test
    void workInEveryStateGoesAndThatOfOtherStepsStays() {
        OwnedRun owned = openedAhead();
        List<Long> first = rows(1);
        List<Long> second = rows(2);
        // Of step 2 one group is drawn. Of step 3 one is scored, one drawn, one claimed and one untouched.
        claim(JobKind.ROLLOUT, 1);
        claim(JobKind.REWARD, 1);
        draw(2);
        score(1);
        Job leased = claim(JobKind.ROLLOUT, 1).get(0);
        Job reward = claim(JobKind.REWARD, 1).get(0);
        assertThat(List.of(leased.step(), reward.step())).containsOnly(3L);
        assertThat(rows(3)).doesNotContain(0L);
        List<String> before = rollouts.groups(owned.run().id(), 3).stream()
                .map(RolloutGroup::id)
                .toList();

        steps.takeBack(owned.lease());

        assertThat(rows(1)).isEqualTo(first);
        assertThat(rows(2)).isEqualTo(second);
        assertThat(rows(3)).containsOnly(0L);
        // Who still works on it stores nothing, and neither fails nor buries what is not there.
        assertThat(rollouts.completeRollouts(List.of(generated(leased)))).isEmpty();
        assertThat(jobs.fail(leased.requireLease(), "no weights", true)).isFalse();
        assertThat(jobs.heartbeat(List.of(leased.requireLease(), reward.requireLease()), LEASE))
                .isEmpty();
        assertThat(rows(3)).containsOnly(0L);

        steps.open(owned.lease(), 3, 2, newGroups(4, 1));
        assertThat(rollouts.groups(owned.run().id(), 3))
                .hasSize(4)
                .allSatisfy(group -> assertThat(before).doesNotContain(group.id()));
        assertThat(rows(3)).containsExactly(1L, 4L, 0L, 4L, 0L);
        draw(4);
        assertThat(rows(3)).containsExactly(1L, 4L, 4L, 4L, 4L);
    }

    @Test
    void onlyWhoDrivesTheRunTakesBackAndNothingThatIsCommittedGoes() {
        OwnedRun owned = openedAhead();
        expireLeases();
        OwnedRun next = runs.adopt("other", LEASE).orElseThrow();
        assertThatThrownBy(() -> steps.takeBack(owned.lease())).isInstanceOf(LostLeaseException.class);
        assertThat(rows(3)).startsWith(1L, 4L);
        steps.commit(new StepCommit(next.lease(), 2, artifact("c".repeat(64)), null, Map.of(), Map.of(), List.of()));
        steps.takeBack(next.lease());
        assertThat(rows(3)).startsWith(1L, 4L);
    }

    /** A reward job that a worker queues at that moment would have no group. */
    @Test
    void aWorkerThatIsJustStoringLeavesNothingBehind() throws Exception {
        OwnedRun owned = openedAhead();
        Job job = claim(JobKind.ROLLOUT, 2).get(1);
        assertThat(job.step()).isEqualTo(3);
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        // Not the common pool: on one processor it has a single thread.
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> worker =
                    threads.submit(() -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                        rollouts.completeRollouts(List.of(generated(job)));
                        stored.countDown();
                        await(commit);
                    }));
            await(stored);
            Future<?> trainer = threads.submit(() -> steps.takeBack(owned.lease()));
            Awaitility.await()
                    .until(() -> count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0);
            commit.countDown();
            worker.get();
            trainer.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(rows(3)).containsOnly(0L);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.geor1.jobs.common.IllegalTransitionException;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobLease;
import org.geor1.jobs.queue.JobState;
import org.geor1.jobs.rollout.StepProgress;
import org.junit.jupiter.api.Test;

/**
 * The queue's contract: a job is given to one worker at a time, a worker without its lease changes nothing, failed jobs
 * are retried and then become dead letters, and fan-in happens exactly once.
 */
class JobStoreTest extends StoreTest {

    @Test
    void concurrentClaimsNeverGiveAJobTwice() throws Exception {
        opened(200, 1);
        ConcurrentLinkedQueue<Long> claimed = new ConcurrentLinkedQueue<>();
        inParallel(8, () -> {
            for (List<Job> batch = claim(JobKind.ROLLOUT, 7); !batch.isEmpty(); batch = claim(JobKind.ROLLOUT, 7)) {
                batch.forEach(job -> claimed.add(job.id()));
            }
            return null;
        });
        assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aLostLeaseWritesNothing() {
        opened(1, 1);
        Job first = claim(JobKind.ROLLOUT, 1).get(0);
        expireLeases();
        Job second = claim(JobKind.ROLLOUT, 1).get(0);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(jobs.heartbeat(List.of(first.requireLease()), LEASE)).isEmpty();
        assertThat(rollouts.completeRollouts(List.of(generated(first)))).isEmpty();
        assertThat(jobs.complete(List.of(first.requireLease()))).isEmpty();
        assertThat(jobs.fail(first.requireLease(), "late", true)).isFalse();
        jobs.release(List.of(first.requireLease()));
        assertThat(count("SELECT count(*) FROM rollout")).isZero();

        assertThat(jobs.heartbeat(List.of(second.requireLease()), LEASE)).containsExactly(second.id());
        assertThat(rollouts.completeRollouts(List.of(generated(second)))).containsExactly(second.id());
        assertThat(rollouts.completeRollouts(List.of(generated(second)))).isEmpty();
        assertThat(count("SELECT count(*) FROM rollout")).isOne();
    }

    @Test
    void attemptAndTokenOfALeaseAreChecked() {
        opened(1, 1);
        JobLease lease = claim(JobKind.ROLLOUT, 1).get(0).requireLease();
        assertThat(jobs.complete(List.of(new JobLease(lease.jobId(), lease.attempt() + 1, lease.token()))))
                .isEmpty();
        assertThat(jobs.complete(List.of(new JobLease(lease.jobId(), lease.attempt(), UUID.randomUUID()))))
                .isEmpty();
        assertThat(jobs.complete(List.of(lease))).containsExactly(lease.jobId());
    }

    @Test
    void aFailedJobIsRetriedAfterADelay() {
        opened(1, 1);
        Job job = claim(JobKind.ROLLOUT, 1).get(0);
        assertThat(jobs.fail(job.requireLease(), "out of memory", true)).isTrue();
        assertThat(claim(JobKind.ROLLOUT, 1)).as("backs off").isEmpty();
        sql.sql("UPDATE job SET run_at = now()").update();
        Job again = claim(JobKind.ROLLOUT, 1).get(0);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.error()).isEqualTo("out of memory");
    }

    @Test
    void theLastFailedAttemptIsADeadLetterWithItsCauseAndDropsTheGroup() {
        String run = opened(2, 2).run().id();
        Job doomed = claim(JobKind.ROLLOUT, 1).get(0);
        assertThat(jobs.fail(doomed.requireLease(), "bad image", false)).isTrue();

        assertThat(jobs.history(run, JobState.DEAD, 10, null).data())
                .singleElement()
                .satisfies(dead -> assertThat(dead.error()).isEqualTo("bad image"));
        assertThat(jobs.history(run, JobState.CANCELLED, 10, null).data()).hasSize(1);
        StepProgress progress = rollouts.progress(run, 1);
        assertThat(progress.dropped()).isOne();
        assertThat(progress.pending()).isOne();
        assertThat(progress.error()).isEqualTo("bad image");
        assertThat(events.list(run, EventType.LOG, 10, null).data()).hasSize(1);
    }

    @Test
    void aJobWhoseWorkersKeepDisappearingBecomesADeadLetter() {
        String run = opened(1, 1).run().id();
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(claim(JobKind.ROLLOUT, 1)).hasSize(1);
            expireLeases();
        }
        assertThat(claim(JobKind.ROLLOUT, 1)).isEmpty();
        assertThat(jobs.history(run, JobState.DEAD, 10, null).data()).hasSize(1);
        assertThat(rollouts.progress(run, 1).dropped()).isOne();
    }

    @Test
    void aReleasedJobKeepsItsAttempts() {
        opened(1, 1);
        jobs.release(List.of(claim(JobKind.ROLLOUT, 1).get(0).requireLease()));
        assertThat(claim(JobKind.ROLLOUT, 1))
                .singleElement()
                .satisfies(job -> assertThat(job.attempt()).isOne());
    }

    @Test
    void fanInHappensExactlyOnceUnderConcurrency() throws Exception {
        String run = opened(20, 8).run().id();
        inParallel(8, () -> {
            for (List<Job> batch = claim(JobKind.ROLLOUT, 5); !batch.isEmpty(); batch = claim(JobKind.ROLLOUT, 5)) {
                rollouts.completeRollouts(
                        batch.stream().map(StoreTest::generated).toList());
            }
            return null;
        });
        assertThat(count("SELECT count(*) FROM rollout")).isEqualTo(160);
        assertThat(count("SELECT count(*) FROM rollout_group WHERE state = 'generated' AND pending_jobs = 0"))
                .isEqualTo(20);
        assertThat(jobs.depth().get(JobKind.REWARD)).isEqualTo(20);

        rollouts.completeRewards(
                claim(JobKind.REWARD, 100).stream().map(this::scored).toList());
        assertThat(rollouts.progress(run, 1).scored()).isEqualTo(20);
        assertThat(jobs.depth().values()).containsOnly(0L);
    }

    @Test
    void cancellingARunRemovesItsJobs() {
        String run = opened(3, 1).run().id();
        Job held = claim(JobKind.ROLLOUT, 1).get(0);
        assertThat(jobs.cancelRun(run)).isEqualTo(3);
        assertThat(claim(JobKind.ROLLOUT, 10)).isEmpty();
        assertThat(rollouts.completeRollouts(List.of(generated(held)))).isEmpty();
        assertThat(jobs.find(held.id()).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void outcomesAreCounted() {
        double before = completed();
        opened(3, 1);
        jobs.complete(claim(JobKind.ROLLOUT, 2).stream().map(Job::requireLease).toList());
        assertThat(completed() - before).isEqualTo(2);
    }

    private double completed() {
        return meters.counter("geor1.jobs", "outcome", "completed", "kind", "rollout")
                .count();
    }

    @Test
    void kindsAreClaimedSeparately() {
        opened(1, 1);
        assertThat(jobs.claim(Set.of(JobKind.REWARD), "worker", 10, LEASE)).isEmpty();
    }

    @Test
    void terminalStatesAreFinal() {
        assertThat(JobState.QUEUED.to(JobState.LEASED)).isEqualTo(JobState.LEASED);
        assertThatThrownBy(() -> JobState.DONE.to(JobState.QUEUED)).isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> JobState.QUEUED.to(JobState.DONE)).isInstanceOf(IllegalTransitionException.class);
    }

    static void inParallel(int threads, Callable<Void> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(task));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

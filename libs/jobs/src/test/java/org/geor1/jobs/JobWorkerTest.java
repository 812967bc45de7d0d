package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.JobsProperties;
import org.geor1.jobs.rollout.RolloutStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A full disk uses up none of a job's attempts and is logged only once. */
@ExtendWith(OutputCaptureExtension.class)
class JobWorkerTest extends StoreTest {

    /** More failures than a job has attempts. */
    private static final int FULL = 7;

    @Test
    void jobsSurviveAFullDisk(CapturedOutput log) throws InterruptedException {
        opened(2, 1);
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch handled = new CountDownLatch(2);
        JobsProperties quick = new JobsProperties(
                LEASE, Duration.ofMillis(1), Duration.ofMillis(1), 3, Duration.ofMillis(1), Duration.ofMillis(1));
        JobWorker worker = new JobWorker(JobKind.ROLLOUT, "worker", 1, jobs, quick, traces, JobWorker.batches(batch -> {
            if (tries.incrementAndGet() <= FULL) {
                throw new UncheckedIOException("cannot receive", new IOException("No space left on device"));
            }
            assertThat(batch).allMatch(job -> job.attempt() == 1);
            rollouts.completeRollouts(batch.stream().map(JobWorkerTest::drawn).toList());
            handled.countDown();
        }));
        worker.start();
        try {
            assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            worker.stop();
        }
        assertThat(tries).hasValue(FULL + 2);
        assertThat(sql.sql("SELECT count(*) FROM job_history WHERE state = 'dead'")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(log.getAll().split("has no space for its work", -1)).hasSize(2);
        assertThat(log.getAll()).contains("has space again, after " + FULL + " failed attempts");
    }

    private static RolloutStore.GeneratedPart drawn(Job job) {
        return new RolloutStore.GeneratedPart(
                job, 0, 0, List.of(new RolloutStore.NewRollout("x", new int[] {1}, new float[] {-1}, "stop")));
    }
}

package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.JobsProperties;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.signal.Channel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Contract: a waiting worker is woken when work is committed, and finds it even without a signal. */
class SignalsTest extends StoreTest {

    private static final Duration SELDOM = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final AtomicInteger handled = new AtomicInteger();

    @Autowired
    private TransactionTemplate transactions;

    private JobWorker worker;

    @BeforeEach
    void startAWorkerThatPollsRarely() {
        worker = worker(SELDOM);
        worker.start();
        await("the listening connection")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(listening()).isNotEmpty());
    }

    @AfterEach
    void stopTheWorker() {
        // It stops at once, however rarely it polls.
        assertTimeoutPreemptively(SELDOM.dividedBy(3), () -> worker.stop());
    }

    @Test
    void aJobIsClaimedAsSoonAsItIsQueued() {
        openedBy(adopted());
        await().atMost(SOON).untilAsserted(() -> assertThat(handled).hasValue(2));
    }

    @Test
    void aSignalIsSentOnlyOnCommit() {
        Channel arrivals = jobs.arrivals(JobKind.ROLLOUT);
        OwnedRun owned = adopted();
        long before = arrivals.heard();
        transactions.executeWithoutResult(transaction -> {
            openedBy(owned);
            transaction.setRollbackOnly();
        });
        await().during(SOON).atMost(SOON.multipliedBy(2)).until(() -> arrivals.heard() == before);
        openedBy(owned);
        await().atMost(SOON).until(() -> arrivals.heard() > before);
    }

    @Test
    void aLostConnectionIsReplaced() {
        List<Integer> lost = listening();
        assertThat(terminate()).isEqualTo(lost.size());
        await("another listening connection")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(listening()).isNotEmpty().doesNotContainAnyElementsOf(lost));
        openedBy(adopted());
        await().atMost(SOON).untilAsserted(() -> assertThat(handled).hasValue(2));
    }

    @Test
    void workIsFoundWithoutASignal() {
        worker.stop();
        worker = worker(Duration.ofMillis(50));
        worker.start();
        openedBy(adopted());
        sql.sql("UPDATE job SET run_at = now()").update();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(handled).hasValue(2));
    }

    @Test
    void scoredAndDroppedGroupsWakeTheTrainer() {
        worker.stop();
        Channel settled = rollouts.settled();
        openedBy(adopted());
        rollouts.completeRollouts(
                claim(JobKind.ROLLOUT, 1).stream().map(StoreTest::generated).toList());
        long before = settled.heard();
        rollouts.completeRewards(
                claim(JobKind.REWARD, 1).stream().map(this::scored).toList());
        await().atMost(SOON).until(() -> settled.heard() > before);

        long scored = settled.heard();
        jobs.fail(claim(JobKind.ROLLOUT, 1).get(0).requireLease(), "bad image", false);
        await().atMost(SOON).until(() -> settled.heard() > scored);
    }

    private JobWorker worker(Duration poll) {
        JobsProperties properties = new JobsProperties(LEASE, SELDOM, SELDOM, 3, poll, poll);
        return new JobWorker(JobKind.ROLLOUT, "worker", 10, jobs, properties, traces, JobWorker.batches(batch -> {
            rollouts.completeRollouts(batch.stream().map(StoreTest::generated).toList());
            handled.addAndGet(batch.size());
        }));
    }

    private void openedBy(OwnedRun owned) {
        steps.publishInitial(owned.lease(), artifact(SHA));
        steps.open(owned.lease(), 1, 0, newGroups(2, 1));
    }

    private List<Integer> listening() {
        return sql.sql(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'geor1-signals' AND datname = current_database()")
                .query(Integer.class)
                .list();
    }

    private int terminate() {
        return sql.sql("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'geor1-signals' AND datname = current_database()""").query(Boolean.class).list().size();
    }
}

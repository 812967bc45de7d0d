package org.geor1.trainer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.signal.Channel;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Replaces the rollout and reward services. Draws depend on the job's seed and policy, so they are repeatable. */
final class TestWorkers implements AutoCloseable {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final JobStore jobs;
    private final RolloutStore rollouts;
    private final Thread thread = new Thread(this::work, "test-workers");
    private volatile boolean stop;

    /** Number of upcoming rollout jobs that fail permanently. */
    final AtomicInteger doomed = new AtomicInteger();

    /** Number of upcoming rollout jobs drawn from weights that are {@link #versionsLate} versions too old. */
    final AtomicInteger late = new AtomicInteger();

    volatile int versionsLate;

    /** Turns the drawn letter into a completion. */
    volatile UnaryOperator<String> completion = letter -> "<think>t</think><answer>" + letter + "</answer>";

    TestWorkers(JobStore jobs, RolloutStore rollouts) {
        this.jobs = jobs;
        this.rollouts = rollouts;
        thread.start();
    }

    private void work() {
        try {
            Channel arrivals = jobs.arrivals(JobKind.ROLLOUT);
            while (!stop) {
                long heard = arrivals.heard();
                try {
                    round();
                } catch (DataAccessException | TransactionException e) {
                    // A test closed the database connections; the next round reconnects.
                }
                arrivals.await(heard, Duration.ofMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        for (Job job : jobs.claim(Set.of(JobKind.ROLLOUT), "test", 100, LEASE)) {
            if (doomed.get() > 0 && doomed.getAndDecrement() > 0) {
                jobs.fail(job.requireLease(), "the engine hates it", false);
            } else {
                rollouts.completeRollouts(List.of(draw(job)));
            }
        }
        List<Job> rewards = jobs.claim(Set.of(JobKind.REWARD), "test", 100, LEASE);
        rollouts.completeRewards(rewards.stream().map(this::score).toList());
    }

    private RolloutStore.GeneratedPart draw(Job job) {
        RolloutPayload payload = JsonMapper.shared().treeToValue(job.payload(), RolloutPayload.class);
        Random random = new Random(payload.seed() ^ payload.policyArtifact().hashCode());
        boolean isLate = late.get() > 0 && late.getAndDecrement() > 0;
        return new RolloutStore.GeneratedPart(
                job,
                0,
                payload.policyVersion() - (isLate ? versionsLate : 0),
                IntStream.range(0, payload.n())
                        .mapToObj(i -> new RolloutStore.NewRollout(
                                completion.apply(String.valueOf((char) ('A' + random.nextInt(5)))),
                                new int[] {random.nextInt(100), random.nextInt(100)},
                                new float[] {-random.nextFloat(), -1},
                                "stop"))
                        .toList());
    }

    private RolloutStore.GroupScores score(Job job) {
        RolloutGroup group = rollouts.group(job.groupId()).orElseThrow();
        return new RolloutStore.GroupScores(
                job,
                group.rollouts().stream()
                        .map(rollout -> {
                            double right = rollout.completion()
                                            .contains("<answer>" + group.truth().answer())
                                    ? 1
                                    : 0;
                            return new RolloutStore.RolloutScore(
                                    rollout.id(), "A", Map.of("accuracy", right), right, List.of());
                        })
                        .toList());
    }

    @Override
    public void close() throws InterruptedException {
        stop = true;
        thread.join();
    }
}

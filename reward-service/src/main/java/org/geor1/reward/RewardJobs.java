package org.geor1.reward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.PermanentJobFailure;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.GroupScores;
import org.geor1.jobs.rollout.RolloutStore.RolloutScore;
import org.geor1.jobs.rollout.Truth;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunStore;
import org.geor1.protocol.reward.RewardTruth;
import org.geor1.protocol.reward.ScoreResponse.Score;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.reward.component.RewardInput;
import org.geor1.reward.http.EndpointException;
import org.geor1.reward.http.ForbiddenHostException;
import org.geor1.reward.http.HttpRewards;

/**
 * Scores the groups of claimed reward jobs under their runs' rewards. Groups whose reward asks an endpoint are scored one by
 * one on other threads, so that those of other runs do not wait for it.
 */
final class RewardJobs implements JobWorker.Handler, AutoCloseable {

    /** Requests to endpoints at a time. */
    private static final int REQUESTS = 16;

    private final RolloutStore rollouts;
    private final RunStore runs;
    private final HttpRewards endpoints;
    private final EndpointAlarms alarms;
    private final Traces traces;
    private final ThreadPoolExecutor asking = threads();

    RewardJobs(RolloutStore rollouts, RunStore runs, HttpRewards endpoints, EndpointAlarms alarms, Traces traces) {
        this.rollouts = rollouts;
        this.runs = runs;
        this.endpoints = endpoints;
        this.alarms = alarms;
        this.traces = traces;
    }

    /** They end when there is nothing to ask. */
    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(REQUESTS, REQUESTS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "reward-request-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public List<CompletableFuture<Void>> start(List<Job> claimed) {
        Map<String, Run> owners = new HashMap<>();
        claimed.stream().map(Job::runId).distinct().forEach(id -> runs.find(id).ifPresent(run -> owners.put(id, run)));
        Map<Boolean, List<Job>> byPlace =
                claimed.stream().collect(Collectors.partitioningBy(job -> asksElsewhere(owners, job)));
        Map<Long, CompletableFuture<Void>> results = new HashMap<>();
        for (Job job : byPlace.getOrDefault(true, List.of())) {
            results.put(job.id(), alone(job, owners));
        }
        List<Job> here = byPlace.getOrDefault(false, List.of());
        if (!here.isEmpty()) {
            List<CompletableFuture<Void>> done =
                    JobWorker.batches(batch -> handle(batch, owners)).start(here);
            for (int i = 0; i < here.size(); i++) {
                results.put(here.get(i).id(), done.get(i));
            }
        }
        return claimed.stream().map(job -> results.get(job.id())).toList();
    }

    private static boolean asksElsewhere(Map<String, Run> owners, Job job) {
        Run run = owners.get(job.runId());
        return run != null && run.spec().reward().asksElsewhere();
    }

    private CompletableFuture<Void> alone(Job job, Map<String, Run> owners) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        asking.execute(() -> traces.resume(job.traceparent(), "reward request", () -> finish(result, job, owners)));
        return result;
    }

    private void finish(CompletableFuture<Void> result, Job job, Map<String, Run> owners) {
        try {
            handle(List.of(job), owners);
            result.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.completeExceptionally(e);
        } catch (Exception | Error e) {
            // Whatever it is, a job without an end would never be given back.
            result.completeExceptionally(e);
        }
    }

    private void handle(List<Job> batch, Map<String, Run> owners) throws EndpointException, InterruptedException {
        Map<String, RolloutGroup> groups = rollouts
                .groups(batch.stream().map(Job::groupId).toList())
                .stream()
                .collect(Collectors.toMap(RolloutGroup::id, group -> group));
        Map<String, Scorer> scorers = new HashMap<>();
        List<GroupScores> scores = new ArrayList<>();
        for (Job job : batch) {
            RolloutGroup group = groups.get(job.groupId());
            // One without a group was taken back a moment ago, with its step.
            if (group != null) {
                Scorer scorer = scorers.computeIfAbsent(job.runId(), id -> scorer(id, owners));
                scores.add(new GroupScores(job, score(group, scorer)));
            }
        }
        rollouts.completeRewards(scores);
        CrashPoint.REWARDS_STORED.reach();
    }

    private Scorer scorer(String runId, Map<String, Run> owners) {
        Run run = owners.get(runId);
        if (run == null) {
            throw new IllegalStateException("there is no run " + runId);
        }
        try {
            return new Scorer(run.spec().reward(), (component, group) -> endpoints.score(component, runId, group));
        } catch (IllegalArgumentException e) {
            throw new PermanentJobFailure("run " + runId + " asks for a reward that this service lacks", e);
        }
    }

    private List<RolloutScore> score(RolloutGroup group, Scorer scorer) throws EndpointException, InterruptedException {
        Scorer.Scored scored;
        try {
            scored = scorer.score(group.rollouts().stream()
                    .map(rollout -> input(group, rollout))
                    .toList());
        } catch (ForbiddenHostException e) {
            throw new PermanentJobFailure("its reward may not be asked for: " + e.getMessage(), e);
        } catch (UnscoredException e) {
            if (e.isPassing()) {
                throw e;
            }
            throw new PermanentJobFailure(String.valueOf(e.getMessage()), e);
        }
        alarms.after(group, scored);
        Set<String> seen = new HashSet<>();
        List<RolloutScore> scores = new ArrayList<>();
        for (int i = 0; i < group.rollouts().size(); i++) {
            Rollout rollout = group.rollouts().get(i);
            Score score = scored.scores().get(i);
            List<String> flags = new ArrayList<>(score.flags());
            if (!seen.add(rollout.completion())) {
                flags.add("duplicate");
            }
            scores.add(new RolloutScore(rollout.id(), score.answer(), score.rewards(), score.reward(), flags));
        }
        return scores;
    }

    private static RewardInput input(RolloutGroup group, Rollout rollout) {
        Truth truth = group.truth();
        return RewardInput.of(
                text(group.prompt()),
                rollout.completion(),
                rollout.tokens(),
                rollout.truncated(),
                new RewardTruth(truth.answer(), truth.city(), truth.country(), truth.lat(), truth.lon()));
    }

    /** The prompt in words, with a mark for each image. */
    private static String text(List<PromptPart> prompt) {
        return prompt.stream()
                .map(part -> part instanceof PromptPart.Text words ? words.text() : "<image>")
                .collect(Collectors.joining());
    }

    /** Ends requests that are under way. The worker has stopped by then, or has waited for as long as it may. */
    @Override
    public void close() {
        asking.shutdownNow();
    }
}

package org.geor1.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.PermanentJobFailure;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.GeneratedPart;
import org.geor1.jobs.rollout.RolloutStore.NewRollout;
import org.geor1.jobs.transport.PolicyTransport;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws the completions of rollout jobs. Jobs of one policy that are claimed together go to the engine together; each is
 * stored as it ends, with whatever else has ended meanwhile, so that a long one delays nobody's reward.
 */
final class RolloutJobs implements JobWorker.Handler, AutoCloseable {

    private final RolloutStore rollouts;
    private final Generator generator;
    private final PolicyTransport weights;
    private final Prompts prompts;
    private final JsonMapper json;

    /** Drawn, and waiting to be stored. */
    private final Queue<Task> drawn = new ConcurrentLinkedQueue<>();

    private final ExecutorService storing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "rollout-storing");
        thread.setDaemon(true);
        return thread;
    });

    RolloutJobs(RolloutStore rollouts, Generator generator, PolicyTransport weights, Prompts prompts, JsonMapper json) {
        this.rollouts = rollouts;
        this.prompts = prompts;
        this.generator = generator;
        this.weights = weights;
        this.json = json;
    }

    /** A job on its way. The ticket is null until the engine has the request. */
    private static final class Task {
        private final Job job;
        private final RolloutPayload payload;
        private final GenerationRequest request;
        private final CompletableFuture<Void> stored = new CompletableFuture<>();
        private RolloutEngine.@Nullable Ticket ticket;

        Task(Job job, RolloutPayload payload, GenerationRequest request) {
            this.job = job;
            this.payload = payload;
            this.request = request;
        }

        GeneratedPart part() {
            return new GeneratedPart(
                    job,
                    payload.firstIndex(),
                    payload.policyVersion(),
                    Objects.requireNonNull(ticket).await().stream()
                            .map(RolloutJobs::rollout)
                            .toList());
        }
    }

    @Override
    public List<CompletableFuture<Void>> start(List<Job> claimed) {
        Map<String, RolloutGroup> groups = rollouts
                .groups(claimed.stream().map(Job::groupId).toList())
                .stream()
                .collect(Collectors.toMap(RolloutGroup::id, group -> group));
        List<CompletableFuture<Void>> results = new ArrayList<>();
        Map<String, List<Task>> byPolicy = new LinkedHashMap<>();
        for (Job job : claimed) {
            RolloutGroup group = groups.get(job.groupId());
            if (group == null) {
                // The step was taken back a moment ago, and the job with it.
                results.add(CompletableFuture.completedFuture(null));
                continue;
            }
            try {
                Task task = task(job, group);
                byPolicy.computeIfAbsent(task.payload.policyArtifact(), key -> new ArrayList<>())
                        .add(task);
                results.add(task.stored);
            } catch (RuntimeException e) {
                results.add(CompletableFuture.failedFuture(e));
            }
        }
        byPolicy.forEach(this::submit);
        return results;
    }

    private Task task(Job job, RolloutGroup group) {
        RolloutPayload payload = json.treeToValue(job.payload(), RolloutPayload.class);
        return new Task(job, payload, new GenerationRequest(prompt(group.prompt()), payload.n(), sampling(payload)));
    }

    private void submit(String policy, List<Task> tasks) {
        try {
            List<? extends RolloutEngine.Ticket> tickets = generator.submit(
                    policy,
                    tasks.get(0).payload.policyVersion(),
                    () -> weights.fetch(policy),
                    tasks.stream().map(task -> task.request).toList());
            for (int i = 0; i < tasks.size(); i++) {
                Task task = tasks.get(i);
                task.ticket = tickets.get(i);
                tickets.get(i).whenEnded(() -> {
                    drawn.add(task);
                    storing.execute(this::storeDrawn);
                });
            }
        } catch (CheckpointException e) {
            PermanentJobFailure failure = new PermanentJobFailure("the policy cannot be loaded: " + e.getMessage(), e);
            tasks.forEach(task -> task.stored.completeExceptionally(failure));
        } catch (IllegalArgumentException e) {
            // One of them can never be served; the others can.
            if (tasks.size() == 1) {
                tasks.get(0).stored.completeExceptionally(e);
            } else {
                tasks.forEach(task -> submit(policy, List.of(task)));
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            tasks.forEach(task -> task.stored.completeExceptionally(e));
        }
    }

    private void storeDrawn() {
        List<Task> tasks = new ArrayList<>();
        for (Task task = drawn.poll(); task != null; task = drawn.poll()) {
            tasks.add(task);
        }
        if (!tasks.isEmpty()) {
            CrashPoint.ROLLOUTS_DRAWN.reach();
            store(tasks);
            CrashPoint.ROLLOUTS_STORED.reach();
        }
    }

    private void store(List<Task> tasks) {
        try {
            rollouts.completeRollouts(tasks.stream().map(Task::part).toList());
            tasks.forEach(task -> task.stored.complete(null));
        } catch (RuntimeException | OutOfMemoryError e) {
            if (tasks.size() == 1) {
                tasks.get(0).stored.completeExceptionally(e);
            } else {
                tasks.forEach(task -> store(List.of(task)));
            }
        }
    }

    @Override
    public void close() {
        storing.shutdown();
    }

    /** An image that cannot be fetched for now is no such failure: the job is tried again. */
    private ChatPrompt prompt(List<PromptPart> parts) {
        try {
            return prompts.of(parts);
        } catch (IllegalArgumentException | NoSuchImageException e) {
            throw new PermanentJobFailure("a prompt cannot be made: " + e.getMessage(), e);
        }
    }

    private static SamplingParams sampling(RolloutPayload payload) {
        return new SamplingParams(
                        payload.temperature(), payload.topK(), payload.topP(), payload.maxTokens(), payload.seed())
                .withMinP(payload.minP())
                .withRepetitionPenalty(payload.repetitionPenalty());
    }

    private static NewRollout rollout(Completion completion) {
        return new NewRollout(
                completion.text(),
                completion.tokenIds(),
                completion.logProbs(),
                completion.finishReason().name().toLowerCase(Locale.ROOT));
    }
}

package org.geor1.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.PermanentJobFailure;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.GeneratedPart;
import org.geor1.jobs.rollout.RolloutStore.NewRollout;
import org.geor1.protocol.PromptPart;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.CheckpointException;
import tools.jackson.databind.json.JsonMapper;

/** Draws the completions of claimed rollout jobs; jobs of one policy version go through the engine together. */
final class RolloutJobs implements JobWorker.Handler {

    private final RolloutStore rollouts;
    private final Generator generator;
    private final PolicyWeights weights;
    private final JsonMapper json;

    RolloutJobs(RolloutStore rollouts, Generator generator, PolicyWeights weights, JsonMapper json) {
        this.rollouts = rollouts;
        this.generator = generator;
        this.weights = weights;
        this.json = json;
    }

    private record Task(Job job, RolloutPayload payload, GenerationRequest request) {}

    @Override
    public void handle(List<Job> batch) {
        Map<String, RolloutGroup> groups = rollouts
                .groups(batch.stream().map(Job::groupId).toList())
                .stream()
                .collect(Collectors.toMap(RolloutGroup::id, group -> group));
        Map<String, List<Task>> byPolicy = new LinkedHashMap<>();
        for (Job job : batch) {
            RolloutPayload payload = json.treeToValue(job.payload(), RolloutPayload.class);
            RolloutGroup group = Objects.requireNonNull(groups.get(job.groupId()), "a job without a group");
            GenerationRequest request = new GenerationRequest(prompt(group.prompt()), payload.n(), sampling(payload));
            byPolicy.computeIfAbsent(payload.policyArtifact(), key -> new ArrayList<>())
                    .add(new Task(job, payload, request));
        }
        byPolicy.forEach(this::generate);
    }

    private void generate(String policy, List<Task> tasks) {
        long version = tasks.get(0).payload().policyVersion();
        List<List<Completion>> completions = completions(policy, version, tasks);
        List<GeneratedPart> parts = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            RolloutPayload payload = tasks.get(i).payload();
            parts.add(new GeneratedPart(
                    tasks.get(i).job(),
                    payload.firstIndex(),
                    payload.policyVersion(),
                    completions.get(i).stream().map(RolloutJobs::rollout).toList()));
        }
        CrashPoint.ROLLOUTS_DRAWN.reach();
        rollouts.completeRollouts(parts);
        CrashPoint.ROLLOUTS_STORED.reach();
    }

    private List<List<Completion>> completions(String policy, long version, List<Task> tasks) {
        try {
            return generator.generate(
                    policy,
                    version,
                    () -> weights.directory(policy),
                    tasks.stream().map(Task::request).toList());
        } catch (CheckpointException e) {
            throw new PermanentJobFailure("the policy cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static ChatPrompt prompt(List<PromptPart> parts) {
        try {
            return Prompts.of(parts);
        } catch (IllegalArgumentException e) {
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

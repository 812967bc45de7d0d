package org.geor1.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.Truth;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.step.StepCommit;
import org.geor1.jobs.step.StepStore;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.protocol.rollout.PromptPart;
import org.springframework.stereotype.Component;

/** Writes the data of a trainer and its workers, through the same stores. */
@Component
public class RunFixture {
    private static final Duration LEASE = Duration.ofHours(1);
    private static final String SHA = "a".repeat(64);
    private static final MiniEarth EARTH = MiniEarth.standard();

    private final RunStore runs;
    private final StepStore steps;
    private final RolloutStore rollouts;
    private final JobStore jobs;

    RunFixture(RunStore runs, StepStore steps, RolloutStore rollouts, JobStore jobs) {
        this.runs = runs;
        this.steps = steps;
        this.rollouts = rollouts;
        this.jobs = jobs;
    }

    /** Adopts the oldest queued run and publishes its first policy. */
    public OwnedRun adopt() {
        OwnedRun owned = runs.adopt("fixture", LEASE).orElseThrow();
        steps.publishInitial(owned.lease(), artifact(SHA));
        return owned;
    }

    /** A step without rollouts. */
    public void step(OwnedRun owned, long step, Map<String, Double> metrics) {
        steps.open(owned.lease(), step, 0);
        commit(owned, step, metrics, Map.of(), null);
    }

    /** A step with its checkpoint. */
    public void checkpointStep(OwnedRun owned, long step, Map<String, Double> metrics) {
        steps.open(owned.lease(), step, 0);
        commit(owned, step, metrics, Map.of(), artifact("c".repeat(64)));
    }

    /** A step of {@code groups} questions with {@code size} completions each, claimed, generated, scored and committed. */
    public void rolloutStep(OwnedRun owned, long step, Map<String, Double> metrics, int groups, int size) {
        steps.open(
                owned.lease(),
                step,
                0,
                IntStream.range(0, groups)
                        .mapToObj(g -> question((int) (step * 31 + g), g, size))
                        .toList());
        rollouts.completeRollouts(jobs.claim(Set.of(JobKind.ROLLOUT), "fixture", 100, LEASE).stream()
                .map(job -> generated(job, size))
                .toList());
        rollouts.completeRewards(jobs.claim(Set.of(JobKind.REWARD), "fixture", 100, LEASE).stream()
                .map(this::scored)
                .toList());
        Map<String, Double> advantages = new HashMap<>();
        rollouts.groups(owned.run().id(), step).forEach(group -> {
            double mean = group.rollouts().stream()
                    .mapToDouble(RunFixture::reward)
                    .average()
                    .orElse(0);
            group.rollouts().forEach(rollout -> advantages.put(rollout.id(), (reward(rollout) - mean) / 0.6));
        });
        commit(owned, step, metrics, advantages, null);
    }

    public void finish(OwnedRun owned, RunState state, String error, String resultJson) {
        runs.finish(owned.lease(), state, error, resultJson);
    }

    private void commit(
            OwnedRun owned, long step, Map<String, Double> metrics, Map<String, Double> advantages, Artifact state) {
        Artifact policy = artifact(String.format("%064x", step));
        List<NewEvent> events = advantages.isEmpty()
                ? List.of()
                : List.of(new NewEvent(EventType.ROLLOUT, step, Map.of("count", advantages.size())));
        steps.commit(new StepCommit(owned.lease(), step, policy, state, metrics, advantages, events));
    }

    private static double reward(Rollout rollout) {
        Double reward = rollout.reward();
        return reward == null ? 0 : reward;
    }

    private static Artifact artifact(String sha) {
        return new Artifact(sha, "policy", List.of(new Artifact.FileEntry("model.safetensors", 3, SHA)));
    }

    private static RolloutStore.NewGroup question(int salt, int index, int size) {
        Place truth = EARTH.place(Math.floorMod(salt * 2654435761L, EARTH.placeCount()));
        int right = Math.floorMod(salt, 5);
        List<PromptPart> prompt = new ArrayList<>();
        prompt.add(new PromptPart.Text("street view: "));
        prompt.add(new PromptPart.Image(ref(truth, "panorama"), "panorama", null));
        int first = truth.city().index() * MiniEarth.PLACES_PER_CITY;
        for (int k = 0; k < 5; k++) {
            Place shown = k == right ? truth : EARTH.place(first + (salt * 97 + k * 811) % MiniEarth.PLACES_PER_CITY);
            prompt.add(new PromptPart.Text(" " + (char) ('A' + k) + ": "));
            prompt.add(new PromptPart.Image(ref(shown, "tile"), "tile", String.valueOf((char) ('A' + k))));
        }
        prompt.add(new PromptPart.Text(" which tile shows the same place?"));
        return new RolloutStore.NewGroup(
                index,
                prompt,
                new Truth(
                        String.valueOf((char) ('A' + right)),
                        2,
                        truth.city().name(),
                        truth.country().name(),
                        truth.location().latitude(),
                        truth.location().longitude()),
                List.of(new RolloutPayload(0, size, 1, 256, 7, 0, SHA)));
    }

    private static String ref(Place place, String view) {
        return "mini-earth:" + EARTH.seed() + "/" + place.city().name() + "/" + place.id() + "/" + view;
    }

    private RolloutStore.GeneratedPart generated(Job job, int size) {
        Truth truth = rollouts.group(job.groupId()).orElseThrow().truth();
        return new RolloutStore.GeneratedPart(
                job,
                0,
                0,
                IntStream.range(0, size).mapToObj(k -> completion(truth, k)).toList());
    }

    private static RolloutStore.NewRollout completion(Truth truth, int k) {
        String answer = k % 3 == 2 ? (truth.answer().equals("A") ? "B" : "A") : truth.answer();
        String text = "<think>cues: north lake, east park, south <b>field</b>, west tower; signs red, ground snow."
                + " knowledge: in the tile " + answer + " the lake lies north and the park east."
                + " evidence: the tower to the west agrees, the others show fields there."
                + " conclusion: tile " + answer + ".</think><answer>" + answer + "</answer>";
        int tokens = 58 + 7 * k;
        return new RolloutStore.NewRollout(
                k == 5 ? "cues north lake lake lake lake lake lake lake lake" : text,
                new int[tokens],
                new float[tokens],
                k == 5 ? "length" : "stop");
    }

    private RolloutStore.GroupScores scored(Job job) {
        var group = rollouts.group(job.groupId()).orElseThrow();
        return new RolloutStore.GroupScores(
                job,
                group.rollouts().stream()
                        .map(rollout -> score(rollout, group.truth()))
                        .toList());
    }

    private static RolloutStore.RolloutScore score(Rollout rollout, Truth truth) {
        boolean formed = rollout.completion().endsWith("</answer>");
        String answer = formed
                ? rollout.completion()
                        .substring(
                                rollout.completion().length() - 10,
                                rollout.completion().length() - 9)
                : null;
        double accuracy = truth.answer().equals(answer) ? 1 : 0;
        double format = formed ? 1 : 0;
        double repetition = formed ? 0 : -0.62;
        return new RolloutStore.RolloutScore(
                rollout.id(),
                answer,
                Map.of("accuracy", accuracy, "format", format, "repetition", repetition),
                accuracy + 0.5 * format + 0.2 * repetition,
                formed ? List.of() : List.of("truncated", "repetitive"));
    }
}

package org.geor1.reward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.PermanentJobFailure;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.GroupScores;
import org.geor1.jobs.rollout.RolloutStore.RolloutScore;
import org.geor1.jobs.run.RunStore;
import org.geor1.protocol.reward.ScoreResponse.Score;

/** Scores the groups of claimed reward jobs under their runs' rewards. */
final class RewardJobs implements JobWorker.BatchHandler {

    private final RolloutStore rollouts;
    private final RunStore runs;

    RewardJobs(RolloutStore rollouts, RunStore runs) {
        this.rollouts = rollouts;
        this.runs = runs;
    }

    @Override
    public void handle(List<Job> batch) {
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
                scores.add(new GroupScores(job, score(group, scorers.computeIfAbsent(job.runId(), this::scorer))));
            }
        }
        rollouts.completeRewards(scores);
        CrashPoint.REWARDS_STORED.reach();
    }

    private Scorer scorer(String runId) {
        try {
            return new Scorer(runs.find(runId).orElseThrow().spec().reward());
        } catch (IllegalArgumentException e) {
            throw new PermanentJobFailure("run " + runId + " asks for a reward that this service lacks", e);
        }
    }

    private static List<RolloutScore> score(RolloutGroup group, Scorer scorer) {
        Set<String> seen = new HashSet<>();
        List<RolloutScore> scores = new ArrayList<>();
        for (Rollout rollout : group.rollouts()) {
            Score score = scorer.score(
                    RewardInput.of(
                            rollout.completion(),
                            rollout.tokens(),
                            group.truth().answer()),
                    rollout.truncated());
            List<String> flags = new ArrayList<>(score.flags());
            if (!seen.add(rollout.completion())) {
                flags.add("duplicate");
            }
            scores.add(new RolloutScore(rollout.id(), score.answer(), score.rewards(), score.reward(), flags));
        }
        return scores;
    }
}

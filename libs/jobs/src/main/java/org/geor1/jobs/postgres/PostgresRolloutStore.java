package org.geor1.jobs.postgres;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.geor1.jobs.Job;
import org.geor1.jobs.JobKind;
import org.geor1.jobs.JobLease;
import org.geor1.jobs.JobStore;
import org.geor1.jobs.Page;
import org.geor1.jobs.Rollout;
import org.geor1.jobs.RolloutGroup;
import org.geor1.jobs.RolloutStore;
import org.geor1.jobs.RunStore.RunLease;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class PostgresRolloutStore implements RolloutStore {

    private final StepRepository steps;
    private final GroupRepository groups;
    private final RolloutRepository rollouts;
    private final RunRepository runs;
    private final JobStore jobs;
    private final EntityManager entities;

    PostgresRolloutStore(
            StepRepository steps,
            GroupRepository groups,
            RolloutRepository rollouts,
            RunRepository runs,
            JobStore jobs,
            EntityManager entities) {
        this.steps = steps;
        this.groups = groups;
        this.rollouts = rollouts;
        this.runs = runs;
        this.jobs = jobs;
        this.entities = entities;
    }

    @Override
    public void openStep(RunLease lease, long step, long policyVersion, List<NewGroup> newGroups) {
        RunEntity run = runs.lockOwned(lease.runId(), lease.epoch()).orElseThrow(() -> PostgresRunStore.lost(lease));
        if (steps.open(run.id, step, policyVersion) == 0) {
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        List<JobStore.NewJob> newJobs = new ArrayList<>();
        for (NewGroup group : newGroups) {
            String id = Ids.next("gr");
            rows.add(Map.of(
                    "id", id,
                    "idx", group.index(),
                    "jobs", group.payloads().size(),
                    "prompt", Json.tree(Json.write(group.prompt(), GroupEntity.PROMPT)),
                    "truth", group.truth()));
            for (int part = 0; part < group.payloads().size(); part++) {
                newJobs.add(new JobStore.NewJob(
                        JobKind.ROLLOUT,
                        lease.runId(),
                        step,
                        id,
                        part,
                        0,
                        Json.write(group.payloads().get(part))));
            }
        }
        groups.open(lease.runId(), step, policyVersion, Json.write(rows));
        jobs.enqueue(newJobs);
    }

    @Override
    @Transactional(readOnly = true)
    public StepProgress progress(String runId, long step) {
        GroupRepository.Progress row = groups.progress(runId, step);
        return new StepProgress(row.getTotal(), row.getPending(), row.getScored(), row.getDropped(), row.getError());
    }

    @Override
    @Transactional(readOnly = true)
    public List<RolloutGroup> groups(String runId, long step) {
        Map<String, List<Rollout>> byGroup = rollouts.findByRunIdAndStepOrderByGroupIdAscIdxAsc(runId, step).stream()
                .map(RolloutEntity::toRollout)
                .collect(Collectors.groupingBy(Rollout::groupId));
        return groups.findByRunIdAndStepOrderByIdx(runId, step).stream()
                .map(group -> group.toGroup(byGroup.getOrDefault(group.id, List.of())))
                .toList();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<RolloutGroup> group(String groupId) {
        return groups.findById(groupId)
                .map(group -> group.toGroup(rollouts.findByGroupIdOrderByIdx(groupId).stream()
                        .map(RolloutEntity::toRollout)
                        .toList()));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Rollout> rollout(String rolloutId) {
        return rollouts.findById(rolloutId).map(RolloutEntity::toRollout);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<Rollout> list(String runId, RolloutFilter filter, int limit, @Nullable String after) {
        List<RolloutEntity> rows = rollouts.page(
                runId,
                filter.step(),
                filter.groupId(),
                filter.minReward(),
                filter.flag(),
                filter.query() == null ? null : "%" + filter.query().replaceAll("([\\\\%_])", "\\\\$1") + "%",
                after,
                Limit.of(limit + 1));
        return Pages.of(rows, limit, rollout -> rollout.id, RolloutEntity::toRollout);
    }

    @Override
    public List<Long> completeRollouts(List<GeneratedPart> parts) {
        Set<Long> held = finish(parts.stream().map(GeneratedPart::lease).toList());
        List<GeneratedPart> accepted = parts.stream()
                .filter(part -> held.contains(part.lease().jobId()))
                .toList();
        if (accepted.isEmpty()) {
            return List.of();
        }
        Map<String, Job> jobsOfGroups = new HashMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (GeneratedPart part : accepted) {
            Job job = jobs.find(part.lease().jobId()).orElseThrow();
            jobsOfGroups.put(part.groupId(), job);
            counts.merge(part.groupId(), 1, Integer::sum);
            persist(job, part);
        }
        entities.flush();
        List<String> complete = groups.countDown(Json.write(counts.entrySet().stream()
                .map(count -> Map.of("id", count.getKey(), "jobs", count.getValue()))
                .toList()));
        jobs.enqueue(
                complete.stream().map(id -> rewardJob(id, jobsOfGroups.get(id))).toList());
        return List.copyOf(held);
    }

    private void persist(Job job, GeneratedPart part) {
        for (int i = 0; i < part.rollouts().size(); i++) {
            NewRollout made = part.rollouts().get(i);
            RolloutEntity rollout = new RolloutEntity();
            rollout.id = Ids.next("ro");
            rollout.groupId = part.groupId();
            rollout.runId = job.runId();
            rollout.step = job.step();
            rollout.idx = part.firstIndex() + i;
            // PostgreSQL texts cannot hold NUL, which a byte-level tokenizer can decode to.
            rollout.completion = made.completion().replace('\0', '\uFFFD');
            rollout.tokenIds = made.tokenIds();
            rollout.logProbs = made.logProbs();
            rollout.policyVersion = part.policyVersion();
            rollout.finishReason = made.finishReason();
            rollout.flags = new String[0];
            entities.persist(rollout);
        }
    }

    private static JobStore.NewJob rewardJob(String groupId, @Nullable Job job) {
        if (job == null) {
            throw new IllegalStateException("group " + groupId + " was completed by no job");
        }
        return new JobStore.NewJob(JobKind.REWARD, job.runId(), job.step(), groupId, 0, 0, "{}");
    }

    @Override
    public List<Long> completeRewards(List<GroupScores> scored) {
        Set<Long> held = finish(scored.stream().map(GroupScores::lease).toList());
        List<GroupScores> accepted = scored.stream()
                .filter(group -> held.contains(group.lease().jobId()))
                .toList();
        if (accepted.isEmpty()) {
            return List.of();
        }
        rollouts.score(Json.write(
                accepted.stream().flatMap(group -> group.scores().stream()).toList()));
        groups.score(new HashSet<>(accepted.stream().map(GroupScores::groupId).toList()));
        return List.copyOf(held);
    }

    private Set<Long> finish(List<JobLease> leases) {
        return jobs.complete(leases);
    }
}

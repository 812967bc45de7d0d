package org.geor1.jobs.postgres;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.geor1.jobs.CrashPoint;
import org.geor1.jobs.GroupState;
import org.geor1.jobs.Job;
import org.geor1.jobs.JobKind;
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
        if (steps.open(run.id, step, policyVersion) == 1) {
            open(run.id, step, policyVersion, 0, newGroups);
        }
    }

    @Override
    public void replace(
            RunLease lease, long step, Collection<String> replaced, long policyVersion, List<NewGroup> newGroups) {
        leaveOut(lease, step, replaced, GroupState.REPLACED, null);
        rollouts.flag(replaced, GroupState.REPLACED.wire());
        open(lease.runId(), step, policyVersion, 1, newGroups);
    }

    @Override
    public void drop(RunLease lease, long step, Collection<String> dropped, String cause) {
        leaveOut(lease, step, dropped, GroupState.DROPPED, cause);
    }

    private void leaveOut(RunLease lease, long step, Collection<String> ids, GroupState state, @Nullable String cause) {
        RunEntity run = runs.lockOwned(lease.runId(), lease.epoch()).orElseThrow(() -> PostgresRunStore.lost(lease));
        if (groups.leaveOut(run.id, step, ids, state.wire(), cause) != ids.size()) {
            throw new IllegalStateException("of the groups " + ids + ", step " + step + " of " + run.id
                    + " has some that are not scored and cannot be " + state.wire());
        }
    }

    private void open(String runId, long step, long policyVersion, int priority, List<NewGroup> newGroups) {
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
                        runId,
                        step,
                        id,
                        part,
                        priority,
                        Json.write(group.payloads().get(part))));
            }
        }
        groups.open(runId, step, policyVersion, Json.write(rows));
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
    public List<RolloutGroup> groups(Collection<String> groupIds) {
        Map<String, List<Rollout>> byGroup = rollouts.findByGroupIdInOrderByIdx(groupIds).stream()
                .map(RolloutEntity::toRollout)
                .collect(Collectors.groupingBy(Rollout::groupId));
        return groups.findAllById(groupIds).stream()
                .map(group -> group.toGroup(byGroup.getOrDefault(group.id, List.of())))
                .toList();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<RolloutGroup> group(String groupId) {
        return groups(List.of(groupId)).stream().findFirst();
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
        Set<Long> held = jobs.complete(
                parts.stream().map(part -> part.job().requireLease()).toList());
        Map<String, Job> jobOfGroup = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (GeneratedPart part : parts) {
            if (held.contains(part.job().id())) {
                jobOfGroup.put(part.job().groupId(), part.job());
                counts.merge(part.job().groupId(), 1, Integer::sum);
                persist(part);
            }
        }
        entities.flush();
        List<String> complete = groups.countDown(Json.write(counts.entrySet().stream()
                .map(count -> Map.of("id", count.getKey(), "jobs", count.getValue()))
                .toList()));
        jobs.enqueue(jobOfGroup.values().stream()
                .filter(job -> complete.contains(job.groupId()))
                .map(job -> new JobStore.NewJob(JobKind.REWARD, job.runId(), job.step(), job.groupId(), 0, 0, "{}"))
                .toList());
        CrashPoint.STORING_ROLLOUTS.reach();
        return List.copyOf(held);
    }

    private void persist(GeneratedPart part) {
        for (int i = 0; i < part.rollouts().size(); i++) {
            NewRollout made = part.rollouts().get(i);
            RolloutEntity rollout = new RolloutEntity();
            rollout.id = Ids.next("ro");
            rollout.groupId = part.job().groupId();
            rollout.runId = part.job().runId();
            rollout.step = part.job().step();
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

    @Override
    public List<Long> completeRewards(List<GroupScores> scored) {
        Set<Long> held = jobs.complete(
                scored.stream().map(group -> group.job().requireLease()).toList());
        List<GroupScores> accepted =
                scored.stream().filter(group -> held.contains(group.job().id())).toList();
        if (!accepted.isEmpty()) {
            rollouts.score(Json.write(
                    accepted.stream().flatMap(group -> group.scores().stream()).toList()));
            groups.score(accepted.stream().map(group -> group.job().groupId()).toList());
        }
        CrashPoint.STORING_REWARDS.reach();
        return List.copyOf(held);
    }
}

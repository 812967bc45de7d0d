package org.geor1.jobs.rollout;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.geor1.jobs.common.Ids;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.common.Pages;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobDied;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunFence;
import org.geor1.jobs.run.RunFence.Held;
import org.geor1.jobs.run.RunStore.RunLease;
import org.geor1.jobs.signal.Channel;
import org.geor1.jobs.signal.Signals;
import org.geor1.protocol.rollout.PromptPart;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Groups and rollouts, and the transactions that tie them to jobs. */
@Transactional
public class RolloutStore {

    private static final String SETTLED = "geor1_groups";

    private final RunFence fence;
    private final FanIn fanIn;
    private final GroupRepository groups;
    private final RolloutRepository rollouts;
    private final JobStore jobs;
    private final Signals signals;
    private final EntityManager entities;

    RolloutStore(
            RunFence fence,
            JdbcClient sql,
            GroupRepository groups,
            RolloutRepository rollouts,
            JobStore jobs,
            Signals signals,
            EntityManager entities) {
        this.fence = fence;
        this.fanIn = new FanIn(sql);
        this.groups = groups;
        this.rollouts = rollouts;
        this.jobs = jobs;
        this.signals = signals;
        this.entities = entities;
    }

    /** Opens the groups of a step and queues their rollout jobs, within the transaction that opens the step. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(String runId, long step, long policyVersion, List<NewGroup> newGroups) {
        open(runId, step, policyVersion, 0, newGroups);
    }

    /**
     * Stores advantages by rollout id and marks the scored groups of a step as consumed, within the transaction that
     * commits the step.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void consume(String runId, long step, Map<String, Double> advantages) {
        fanIn.consume(runId, step, Json.write(advantages));
    }

    /**
     * Deletes the groups of a step with their rollouts and jobs, within the transaction that takes the step back. Jobs
     * first: what finishes one locks it before its group.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void forget(String runId, long step) {
        jobs.forget(runId, step, List.of(JobKind.ROLLOUT, JobKind.REWARD));
        fanIn.forget(runId, step);
    }

    /** A group one of whose jobs died is dropped. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void drop(JobDied died) {
        fanIn.drop(died.groupId(), died.cause());
        signals.send(SETTLED);
    }

    /**
     * Replaces scored groups of an open step by new ones in one transaction; their jobs come before those of later steps.
     *
     * @param groups ids of what is replaced
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public void replace(
            RunLease lease, long step, Collection<String> replaced, long policyVersion, List<NewGroup> newGroups) {
        leaveOut(lease, step, replaced, GroupState.REPLACED, null);
        fanIn.flag(replaced, GroupState.REPLACED.wire());
        open(lease.runId(), step, policyVersion, 1, newGroups);
    }

    /**
     * Drops scored groups of an open step.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public void drop(RunLease lease, long step, Collection<String> dropped, String cause) {
        leaveOut(lease, step, dropped, GroupState.DROPPED, cause);
    }

    private void leaveOut(RunLease lease, long step, Collection<String> ids, GroupState state, @Nullable String cause) {
        Held run = fence.hold(lease);
        if (fanIn.leaveOut(run.id(), step, ids, state, cause) != ids.size()) {
            throw new IllegalStateException("of the groups " + ids + ", step " + step + " of " + run.id()
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
        fanIn.open(runId, step, policyVersion, Json.write(rows));
        jobs.enqueue(newJobs);
    }

    /** Signalled whenever groups, of any run, are scored or dropped. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Channel settled() {
        return signals.channel(SETTLED);
    }

    /** How far the groups of a step are. */
    @Transactional(readOnly = true)
    public StepProgress progress(String runId, long step) {
        return fanIn.progress(runId, step);
    }

    /** The groups of a step in index order, with their rollouts. */
    @Transactional(readOnly = true)
    public List<RolloutGroup> groups(String runId, long step) {
        Map<String, List<Rollout>> byGroup = rollouts.findByRunIdAndStepOrderByGroupIdAscIdxAsc(runId, step).stream()
                .map(RolloutEntity::toRollout)
                .collect(Collectors.groupingBy(Rollout::groupId));
        return groups.findByRunIdAndStepOrderByIdx(runId, step).stream()
                .map(group -> group.toGroup(byGroup.getOrDefault(group.id, List.of())))
                .toList();
    }

    /** Groups by id, with their rollouts; those that do not exist are left out. */
    @Transactional(readOnly = true)
    public List<RolloutGroup> groups(Collection<String> groupIds) {
        Map<String, List<Rollout>> byGroup = rollouts.findByGroupIdInOrderByIdx(groupIds).stream()
                .map(RolloutEntity::toRollout)
                .collect(Collectors.groupingBy(Rollout::groupId));
        return groups.findAllById(groupIds).stream()
                .map(group -> group.toGroup(byGroup.getOrDefault(group.id, List.of())))
                .toList();
    }

    @Transactional(readOnly = true)
    public Optional<RolloutGroup> group(String groupId) {
        return groups(List.of(groupId)).stream().findFirst();
    }

    @Transactional(readOnly = true)
    public Optional<Rollout> rollout(String rolloutId) {
        return rollouts.findById(rolloutId).map(RolloutEntity::toRollout);
    }

    /** Newest first. */
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

    /**
     * Stores the completions of rollout jobs. For each, one transaction completes the job, inserts its rollouts and
     * counts its group down; at zero the group is generated and its reward job queued. Work whose lease was lost is
     * left out.
     *
     * @return ids of the jobs whose work was stored
     */
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
        List<String> complete = fanIn.countDown(Json.write(counts.entrySet().stream()
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

    /** Stores the scores of reward jobs; their groups become scored. @return as {@link #completeRollouts} */
    public List<Long> completeRewards(List<GroupScores> scored) {
        Set<Long> held = jobs.complete(
                scored.stream().map(group -> group.job().requireLease()).toList());
        List<GroupScores> accepted =
                scored.stream().filter(group -> held.contains(group.job().id())).toList();
        if (!accepted.isEmpty()) {
            fanIn.score(
                    accepted.stream().map(group -> group.job().groupId()).toList(),
                    Json.write(accepted.stream()
                            .flatMap(group -> group.scores().stream())
                            .toList()));
            signals.send(SETTLED);
        }
        CrashPoint.STORING_REWARDS.reach();
        return List.copyOf(held);
    }

    /**
     * A group to open.
     *
     * @param payloads one for each rollout job that draws a part of the group's completions
     */
    public record NewGroup(int index, List<PromptPart> prompt, Truth truth, List<RolloutPayload> payloads) {

        public NewGroup {
            prompt = List.copyOf(prompt);
            payloads = List.copyOf(payloads);
        }
    }

    /** Completions of one rollout job; the first has index {@code firstIndex} in its group. */
    public record GeneratedPart(Job job, int firstIndex, long policyVersion, List<NewRollout> rollouts) {

        public GeneratedPart {
            rollouts = List.copyOf(rollouts);
        }
    }

    /** A completion before it is scored. */
    public record NewRollout(String completion, int[] tokenIds, float[] logProbs, String finishReason) {}

    /** Scores of the group of a claimed reward job. */
    public record GroupScores(Job job, List<RolloutScore> scores) {

        public GroupScores {
            scores = List.copyOf(scores);
        }
    }

    /** One rollout's breakdown. */
    public record RolloutScore(
            String rolloutId,
            @Nullable String answer,
            Map<String, Double> rewards,
            double reward,
            List<String> flags) {}

    /** What to list; {@code null} does not filter. {@code query} is a piece of the completion. */
    public record RolloutFilter(
            @Nullable Long step,
            @Nullable String groupId,
            @Nullable Double minReward,
            @Nullable String flag,
            @Nullable String query) {

        public static RolloutFilter all() {
            return new RolloutFilter(null, null, null, null, null);
        }
    }
}

package org.geor1.jobs.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactRegister;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.NewGroup;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunFence;
import org.geor1.jobs.run.RunFence.Held;
import org.geor1.jobs.run.RunStore.RunLease;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Steps and policy versions: what has really happened to the weights of a run. */
@Transactional
public class StepStore {

    private final RunFence fence;
    private final StepCommitter steps;
    private final RolloutStore rollouts;
    private final CheckpointStore checkpoints;
    private final ArtifactRegister artifacts;
    private final MetricStore metrics;
    private final EventStore events;

    StepStore(
            RunFence fence,
            JdbcClient sql,
            RolloutStore rollouts,
            CheckpointStore checkpoints,
            ArtifactRegister artifacts,
            MetricStore metrics,
            EventStore events) {
        this.fence = fence;
        this.steps = new StepCommitter(sql);
        this.rollouts = rollouts;
        this.checkpoints = checkpoints;
        this.artifacts = artifacts;
        this.metrics = metrics;
        this.events = events;
    }

    /** Publishes the weights a run starts from as the version of its start step. Publishing it again changes nothing. */
    public void publishInitial(RunLease lease, Artifact policy) {
        Held run = fence.hold(lease);
        artifacts.register(policy);
        steps.publish(run.id(), run.startStep(), policy.sha256());
    }

    /** Opens a step that needs no rollouts. Opening it again changes nothing. */
    public void open(RunLease lease, long step, long policyVersion) {
        fence.hold(lease);
        steps.open(lease.runId(), step, policyVersion);
    }

    /**
     * Opens a step with its groups and their rollout jobs. Opening it again changes nothing. Its policy version may be
     * the next one to be committed, if workers can have that policy already; {@link #takeBack} undoes it.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public void open(RunLease lease, long step, long policyVersion, List<NewGroup> groups) {
        Held run = fence.hold(lease);
        if (steps.open(run.id(), step, policyVersion)) {
            rollouts.open(run.id(), step, policyVersion, groups);
        }
    }

    /**
     * Takes back the steps that were opened ahead of a commit which never came: those drawn from a policy version newer
     * than the run's last committed step. Their groups, rollouts and jobs are deleted. Questions, seeds and policy follow
     * from a step's number, so the step is the same when it is opened again.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public void takeBack(RunLease lease) {
        Held run = fence.hold(lease);
        for (long step : steps.openedAhead(run.id(), run.currentStep())) {
            rollouts.forget(run.id(), step);
            steps.forget(run.id(), step);
        }
    }

    /**
     * The commit point. One transaction turns the step from open to committed, publishes policy version
     * {@code step}, stores metrics, advantages and checkpoint, consumes the groups and appends the events.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     * @throws IllegalStateException when the step is not open, so that none is applied twice
     */
    public void commit(StepCommit commit) {
        Held run = fence.hold(commit.lease());
        if (commit.step() != run.currentStep() + 1
                || !steps.commit(run.id(), commit.step(), commit.lease().epoch())) {
            throw new IllegalStateException("step " + commit.step() + " of " + run.id()
                    + " cannot be committed: the last committed step is " + run.currentStep());
        }
        if (commit.newPolicy() != null) {
            artifacts.register(commit.newPolicy());
            steps.publish(run.id(), commit.step(), commit.newPolicy().sha256());
        }
        // NaN has no JSON form; a metric that is not a number is absent, and the trainer logs it.
        Map<String, Double> finite = new LinkedHashMap<>(commit.metrics());
        finite.values().removeIf(value -> !Double.isFinite(value));
        metrics.insert(run.id(), commit.step(), finite);
        rollouts.consume(run.id(), commit.step(), commit.advantages());
        List<NewEvent> stream = new ArrayList<>();
        stream.add(new NewEvent(EventType.METRIC, commit.step(), finite));
        stream.addAll(commit.events());
        fence.advance(run, commit.step());
        if (commit.newState() != null && commit.newPolicy() != null) {
            stream.add(checkpoints.save(run.id(), commit.step(), commit.newPolicy(), commit.newState()));
        }
        events.append(run.id(), stream);
        CrashPoint.IN_COMMIT.reach();
    }

    /** Records a checkpoint of a step that is already committed, as before a pause. */
    public void checkpoint(RunLease lease, long step, Artifact policy, Artifact state) {
        Held run = fence.hold(lease);
        if (run.currentStep() != step) {
            throw new IllegalStateException("step " + step + " of " + run.id() + " is not its last committed step");
        }
        if (checkpoints.find(run.id(), step).isEmpty()) {
            events.append(run.id(), List.of(checkpoints.save(run.id(), step, policy, state)));
        }
    }

    /** The artifact of a policy version. */
    @Transactional(readOnly = true)
    public Optional<String> policyArtifact(String runId, long version) {
        return steps.policyArtifact(runId, version);
    }

    /** Committed steps, ascending. */
    @Transactional(readOnly = true)
    public List<Step> steps(String runId) {
        return steps.committed(runId);
    }
}

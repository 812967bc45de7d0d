package org.geor1.trainer.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.step.StepCommit;
import org.geor1.jobs.transport.PublishedPolicy;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.update.DivergedException;
import org.geor1.trainer.alarm.TrainingAlarms;
import org.geor1.trainer.run.DrivenRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A step in progress: what it has measured and written so far. Nothing of it counts before {@link #commit}. */
public final class TrainingStep {

    private static final Logger log = LoggerFactory.getLogger(TrainingStep.class);

    private final DrivenRun run;
    private final TrainingMethod method;
    private final TrainingStores stores;
    private final TrainingAlarms alarms;
    private final TrainingSession session;
    private final long number;

    private final long start = System.nanoTime();
    private final Map<String, Double> metrics = new HashMap<>();
    private final List<NewEvent> events = new ArrayList<>();
    private boolean due;
    private @Nullable PublishedPolicy policy;

    TrainingStep(
            DrivenRun run,
            TrainingMethod method,
            TrainingStores stores,
            TrainingAlarms alarms,
            TrainingSession session,
            long number) {
        this.run = run;
        this.method = method;
        this.stores = stores;
        this.alarms = alarms;
        this.session = session;
        this.number = number;
    }

    /** 1 for the first step of a run. */
    public long number() {
        return number;
    }

    /** The session that is trained; to change its weights use {@link #update}. */
    public TrainingSession session() {
        return session;
    }

    /** Adds metrics; later values replace earlier ones. */
    public void measured(Map<String, Double> values) {
        metrics.putAll(values);
    }

    /** Adds an event that the commit will append. */
    public void tell(NewEvent event) {
        events.add(event);
    }

    /**
     * Updates the weights in memory.
     *
     * @throws DivergedException when too many updates in a row changed nothing; the run's events say so
     */
    public <T> T update(Function<TrainingSession, T> update) {
        CrashPoint.BEFORE_UPDATE.reach();
        try {
            T result = update.apply(session);
            CrashPoint.AFTER_UPDATE.reach();
            return result;
        } catch (DivergedException e) {
            stores.events().append(run.id(), List.of(alert("error", String.valueOf(e.getMessage()))));
            throw e;
        }
    }

    /** Publishes the policy where later rollouts need it or a checkpoint is due. */
    public void checkpoint() {
        checkpoint(false);
    }

    /** @param best whether the weights deserve a checkpoint whatever the schedule says */
    public void checkpoint(boolean best) {
        long begun = System.nanoTime();
        due = best || number % method.checkpointEvery() == 0 || number == run.maxSteps();
        policy = due || method.publishesEachStep()
                ? stores.transport().publish(stores.policies().policyWriter(run, session))
                : null;
        metrics.put("time/publish", (System.nanoTime() - begun) / 1e9);
    }

    /** The hash of the policy that {@link #checkpoint} has published. Workers can fetch it; no row names it yet. */
    public String policy() {
        return Objects.requireNonNull(policy, "the step has published no policy")
                .sha256();
    }

    /**
     * Commits the step: the only moment at which it becomes real. Before it does, the disk has its policy, and the training
     * state where a checkpoint is due; workers may sample meanwhile.
     */
    public void commit() {
        commit(Map.of());
    }

    /** @param advantages by rollout id */
    public void commit(Map<String, Double> advantages) {
        long begun = System.nanoTime();
        Artifact state = due ? stores.policies().state(run, session) : null;
        Artifact durable = policy == null ? null : policy.durable();
        metrics.put("time/durable", (System.nanoTime() - begun) / 1e9);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        double seconds = time.toNanos() / 1e9;
        metrics.put("step_time", seconds);
        metrics.put("tokens_per_second", metrics.getOrDefault("num_tokens", 0.0) / seconds);
        if (metrics.getOrDefault(TrainingSession.SKIPPED_STEPS, 0.0) > 0) {
            String message = "loss or gradient was not finite; the weights stay as they were";
            log.warn("Run {}, step {}: {}", run.id(), number, message);
            events.add(alert("warning", message));
        }
        events.addAll(alarms.after(number, metrics));
        CrashPoint.BEFORE_COMMIT.reach();
        stores.steps().commit(new StepCommit(run.lease(), number, durable, state, metrics, advantages, events));
        CrashPoint.AFTER_COMMIT.reach();
        stores.meters().timer("geor1.trainer.step", "kind", run.kind().wire()).record(time);
    }

    private NewEvent alert(String level, String message) {
        return new NewEvent(EventType.ALERT, number, Map.of("rule", "non_finite", "level", level, "message", message));
    }
}

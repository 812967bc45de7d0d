package org.geor1.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.step.StepCommit;
import org.geor1.jobs.step.StepStore;
import org.geor1.rl.DivergedException;
import org.geor1.rl.TrainingSession;
import org.geor1.rl.TrainingSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a training run.
 *
 * <p>A step's row in the database is the commit point. The full training state is written every few steps only; the
 * steps in between are their own redo log, since their rollouts, rewards and exemplars are stored or follow from the
 * seed. So after a crash the last checkpoint is loaded, the committed steps after it are applied again to the weights
 * that lack them (no new rollouts, no new rows), and the run goes on with the first step that is not committed. Each
 * step thus enters the surviving weights once.
 */
final class TrainingLoop {

    private static final Logger log = LoggerFactory.getLogger(TrainingLoop.class);

    private final TrainingSessions sessions;
    private final Policies policies;
    private final StepStore steps;
    private final EventStore events;
    private final MetricStore metrics;
    private final MeterRegistry meters;

    TrainingLoop(
            TrainingSessions sessions,
            Policies policies,
            StepStore steps,
            EventStore events,
            MetricStore metrics,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.policies = policies;
        this.steps = steps;
        this.events = events;
        this.metrics = metrics;
        this.meters = meters;
    }

    void train(RunContext context, TrainingMethod method) throws InterruptedException {
        String initial = policies.initial(context);
        Optional<Checkpoint> checkpoint = policies.latestCheckpoint(context);
        long committed = context.run().currentStep();
        long start = context.run().startStep();
        String source = checkpoint
                .map(Checkpoint::stateArtifact)
                .or(() -> policies.inherited(context))
                .orElse(initial);
        policies.retireRest(context, source);
        TrainingAlarms alarms = new TrainingAlarms(start);
        CommittedMetrics.of(metrics, context.id(), TrainingAlarms.metrics()).forEach(alarms::after);
        try (TrainingSession session = open(context, method, policies.directory(source), checkpoint.isPresent())) {
            redo(context, method, session, checkpoint.map(Checkpoint::step).orElse(start), committed);
            while (committed < context.run().maxSteps() && !method.hasEnded()) {
                try {
                    context.requireGoOn();
                    takeStep(context, method, session, alarms, committed + 1);
                } catch (RunContext.Interruption e) {
                    if (e.reason() != RunContext.Interruption.Reason.DISK_FULL) {
                        policies.checkpoint(context, committed, session);
                    }
                    throw e;
                }
                committed++;
                policies.retire(context, source);
            }
        }
    }

    private TrainingSession open(RunContext context, TrainingMethod method, Path source, boolean ownState) {
        if (ownState) {
            return sessions.resume(source);
        }
        return context.run().startStep() > 0 ? method.goOn(source) : method.start(source);
    }

    private void redo(RunContext context, TrainingMethod method, TrainingSession session, long from, long to) {
        if (to == context.run().startStep()) {
            return;
        }
        for (long step = from + 1; step <= to; step++) {
            method.redo(session, step);
            CrashPoint.REDONE.reach();
        }
        Map<String, Object> note = new HashMap<>(
                Map.of("level", "info", "message", "resumed at step " + to + " from the checkpoint of step " + from));
        if (to > from && method.publishesEachStep()) {
            String published = steps.policyArtifact(context.id(), to).orElse("");
            if (!policies.policy(session).sha256().equals(published)) {
                // Kernels that sum in another order give other last bits. The rollouts still name their own policy.
                log.warn("Run {}: redone steps differ from the published policy in some bits", context.id());
                note.put("level", "warning");
                note.put("message", note.get("message") + "; the redone policy differs in some bits");
            }
        }
        events.append(context.id(), List.of(new NewEvent(EventType.LOG, to, note)));
    }

    private TrainingMethod.Outcome step(RunContext context, TrainingMethod method, TrainingSession session, long step)
            throws InterruptedException {
        try {
            return method.step(session, step);
        } catch (DivergedException e) {
            events.append(context.id(), List.of(alert(step, "error", String.valueOf(e.getMessage()))));
            throw e;
        }
    }

    private static NewEvent alert(long step, String level, String message) {
        return new NewEvent(EventType.ALERT, step, Map.of("rule", "non_finite", "level", level, "message", message));
    }

    private void takeStep(
            RunContext context, TrainingMethod method, TrainingSession session, TrainingAlarms alarms, long step)
            throws InterruptedException {
        long start = System.nanoTime();
        TrainingMethod.Outcome outcome = step(context, method, session, step);
        CrashPoint.AFTER_UPDATE.reach();
        long published = System.nanoTime();
        boolean checkpoint = outcome.best()
                || step % method.checkpointEvery() == 0
                || step == context.run().maxSteps();
        Artifact policy = checkpoint || method.publishesEachStep() ? policies.policy(session) : null;
        Artifact state = checkpoint ? policies.state(session) : null;
        long end = System.nanoTime();
        Duration time = Duration.ofNanos(end - start);
        Map<String, Double> metrics = new HashMap<>(outcome.metrics());
        metrics.put("step_time", time.toNanos() / 1e9);
        metrics.put("time/publish", (end - published) / 1e9);
        metrics.put("tokens_per_second", metrics.getOrDefault("num_tokens", 0.0) / metrics.get("step_time"));
        List<NewEvent> noted = new ArrayList<>(outcome.events());
        if (metrics.getOrDefault(TrainingSession.SKIPPED_STEPS, 0.0) > 0) {
            String message = "loss or gradient was not finite; the weights stay as they were";
            log.warn("Run {}, step {}: {}", context.id(), step, message);
            noted.add(alert(step, "warning", message));
        }
        noted.addAll(alarms.after(step, metrics));
        CrashPoint.BEFORE_COMMIT.reach();
        steps.commit(new StepCommit(context.lease(), step, policy, state, metrics, outcome.advantages(), noted));
        CrashPoint.AFTER_COMMIT.reach();
        meters.timer("geor1.trainer.step", "kind", context.run().kind().wire()).record(time);
    }
}

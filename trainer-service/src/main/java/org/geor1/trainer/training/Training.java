package org.geor1.trainer.training;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.rl.session.TrainingSession;
import org.geor1.trainer.alarm.TrainingAlarms;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.run.Interruption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training run with its session, which stands at the last committed step.
 *
 * <p>A step's row in the database is the commit point. The full training state is written only every few steps; the
 * steps in between are their own redo log, since their rollouts, rewards and exemplars are stored or follow from the
 * seed. After a crash the last checkpoint is loaded, the committed steps after it are applied again (no new rollouts, no
 * new rows), and the run continues with the first step that is not committed. So each step enters the surviving weights
 * exactly once. Steps that were opened for a policy whose commit never came are taken back and opened again.
 */
public final class Training implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Training.class);

    private final DrivenRun run;
    private final TrainingMethod method;
    private final TrainingStores stores;
    private final TrainingAlarms alarms;
    private final TrainingSession session;
    /** The artifact that the session was opened from. Saving copies files from it. */
    private final String source;

    private long committed;

    private Training(
            DrivenRun run, TrainingMethod method, TrainingStores stores, String source, TrainingSession session) {
        this.run = run;
        this.method = method;
        this.stores = stores;
        this.source = source;
        this.session = session;
        this.committed = run.committedStep();
        this.alarms = new TrainingAlarms(run.startStep());
        CommittedMetrics.of(stores.metrics(), run.id(), TrainingAlarms.metrics())
                .forEach(alarms::after);
    }

    /** Opens a session where the run starts or has a checkpoint, and brings it to the last committed step. */
    public static Training resume(DrivenRun run, TrainingMethod method, TrainingStores stores) {
        PolicyArtifacts policies = stores.policies();
        String source = policies.source(run);
        stores.steps().takeBack(run.lease());
        Optional<Checkpoint> checkpoint = policies.latestCheckpoint(run);
        policies.retireRest(run, source);
        TrainingSession session = open(run, method, stores, policies.directory(source), checkpoint.isPresent());
        Training training = new Training(run, method, stores, source, session);
        try {
            training.redo(checkpoint.map(Checkpoint::step).orElse(run.startStep()));
            return training;
        } catch (RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }

    private static TrainingSession open(
            DrivenRun run, TrainingMethod method, TrainingStores stores, Path source, boolean ownState) {
        if (ownState) {
            return stores.sessions().resume(source);
        }
        return run.startStep() > 0 ? method.resumeFrom(source) : method.start(source);
    }

    private void redo(long from) {
        if (committed == run.startStep()) {
            return;
        }
        for (long step = from + 1; step <= committed; step++) {
            method.redo(session, step);
            CrashPoint.REDONE.reach();
        }
        Map<String, Object> note = new HashMap<>(Map.of(
                "level", "info", "message", "resumed at step " + committed + " from the checkpoint of step " + from));
        if (committed > from && method.publishesEachStep()) {
            String published =
                    stores.steps().policyArtifact(run.id(), committed).orElse("");
            if (!stores.policies().policy(run, session).sha256().equals(published)) {
                // Kernels that sum in another order give other last bits. The rollouts still name the policy that
                // sampled them.
                log.warn("Run {}: redone steps differ from the published policy in some bits", run.id());
                note.put("level", "warning");
                note.put("message", note.get("message") + "; the redone policy differs in some bits");
            }
        }
        stores.events().append(run.id(), List.of(new NewEvent(EventType.LOG, committed, note)));
    }

    /** What is done in one step; it ends with {@link TrainingStep#commit}. */
    @FunctionalInterface
    public interface StepBody {
        void take(TrainingStep step) throws InterruptedException;
    }

    /**
     * Takes all steps that are left.
     *
     * @throws Interruption when the run is to stop early. It then has a checkpoint of its last committed step, unless the
     *     disk is full
     */
    public void eachStep(StepBody body) throws InterruptedException {
        while (committed < run.maxSteps() && !method.hasEnded()) {
            try {
                run.checkInterrupted();
                body.take(new TrainingStep(run, method, stores, alarms, session, committed + 1));
            } catch (Interruption e) {
                if (e.reason() != Interruption.Reason.DISK_FULL) {
                    stores.policies().checkpoint(run, committed, session);
                }
                throw e;
            } catch (UncheckedIOException | ArtifactException e) {
                // The disk did not take what the step wrote. Nobody shall look for a policy that is gone.
                stores.steps().takeBack(run.lease());
                throw e;
            }
            committed++;
            stores.policies().retire(run, source);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}

package org.geor1.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.event.NewEvent;
import org.geor1.rl.TrainingSession;

/** What SFT and GRPO do differently; {@link TrainingLoop} does the rest. */
interface TrainingMethod {

    /** Opens a session on the weights the run starts from. */
    TrainingSession start(Path initialPolicy);

    /** Opens a session that goes on where another run's training state stands, under this run's settings. */
    TrainingSession goOn(Path state);

    /** Whether each step publishes its policy, because the next step's rollouts are drawn from it. */
    boolean publishesEachStep();

    int checkpointEvery();

    /** Does a step whose update is not yet committed. */
    Outcome step(TrainingSession session, long step) throws InterruptedException;

    /** Whether the committed steps say that no more are needed. */
    default boolean hasEnded() {
        return false;
    }

    /** Applies the update of a committed step again to a session that has lost it; its data is the same. */
    void redo(TrainingSession session, long step);

    /**
     * What a step has to say besides its weights.
     *
     * @param best whether its weights deserve a checkpoint whatever the schedule of checkpoints says
     */
    record Outcome(Map<String, Double> metrics, Map<String, Double> advantages, List<NewEvent> events, boolean best) {

        Outcome(Map<String, Double> metrics, Map<String, Double> advantages, List<NewEvent> events) {
            this(metrics, advantages, events, false);
        }
    }
}

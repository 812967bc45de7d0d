package org.geor1.trainer.training;

import java.nio.file.Path;
import org.geor1.rl.session.TrainingSession;

/** What a kind of training decides for {@link Training}: how a session is opened, and what an update is made of. */
public interface TrainingMethod {

    /** Opens a session on the weights the run starts from. */
    TrainingSession start(Path initialPolicy);

    /** Opens a session at another run's training state, under this run's settings. */
    TrainingSession resumeFrom(Path state);

    /** Applies the update of a committed step again, on the same data, to a session that has lost it. */
    void redo(TrainingSession session, long step);

    /** Whether each step publishes its policy, because later rollouts are drawn from it. */
    boolean publishesEachStep();

    /** Steps between two checkpoints. */
    int checkpointEvery();

    /** Whether the committed steps say that no more are needed. */
    default boolean hasEnded() {
        return false;
    }
}

package org.geor1.trainer.training;

import java.nio.file.Path;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.style.UnknownStyleException;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.vlm.checkpoint.PromptStyleFile;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** A model of the models folder that no run can start from. The message names it and says why. */
public final class UnusableModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UnusableModelException(String model, RuntimeException cause) {
        super("The model " + model + " cannot be loaded: " + cause.getMessage(), cause);
    }

    /** Looks whether the checkpoint in {@code directory} could be opened, before anything is copied or loaded. */
    public static void require(TrainingSessions sessions, String model, Path directory) {
        try {
            sessions.requireUsable(directory);
            PromptStyles.named(PromptStyleFile.read(directory));
        } catch (CheckpointException | UnknownStyleException e) {
            throw new UnusableModelException(model, e);
        }
    }
}

package org.geor1.rl.session;

import java.nio.file.Path;
import java.util.List;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.vlm.ChatPrompt;

/** Opens training sessions. Each call loads weights; the caller closes the session. */
public interface TrainingSessions {

    /** Starts GRPO from a checkpoint in Hugging Face layout, which is also the reference policy when beta > 0. */
    TrainingSession grpo(Path checkpoint, GrpoConfig config);

    /** Starts SFT from a checkpoint in Hugging Face layout. */
    TrainingSession sft(Path checkpoint, SftConfig config);

    /**
     * Checks that a checkpoint can be opened, from its small files and the headers of its weights.
     *
     * @throws org.geor1.vlm.checkpoint.file.CheckpointException saying in one line what is wrong and what to do
     */
    default void requireUsable(Path checkpoint) {}

    /**
     * Estimates the device memory of a GRPO step before anything is loaded.
     *
     * @param prompt one of the run's
     * @throws org.geor1.rl.memory.DoesNotFitException if the device has less
     */
    default void requireMemory(
            Path checkpoint, GrpoConfig config, ChatPrompt prompt, int groupSize, int promptsPerStep) {}

    /**
     * The same for an SFT step.
     *
     * @param batch examples of one step
     */
    default void requireMemory(Path checkpoint, SftConfig config, List<SftExample> batch) {}

    /** Continues from what {@link TrainingSession#save} wrote, under the configuration it was started with. */
    TrainingSession resume(Path state);

    /**
     * Continues under another configuration: weights, optimizer and step are those of the state, and so is the reference,
     * or the state's policy where it has none.
     */
    TrainingSession resume(Path state, GrpoConfig config);

    /** The same for SFT. */
    TrainingSession resume(Path state, SftConfig config);
}

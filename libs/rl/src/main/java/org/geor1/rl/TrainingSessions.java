package org.geor1.rl;

import java.nio.file.Path;

/** Opens training sessions. Each call loads weights; the caller closes the session. */
public interface TrainingSessions {

    /** Starts GRPO from a checkpoint in Hugging Face layout, which is also the reference policy when beta > 0. */
    TrainingSession grpo(Path checkpoint, GrpoConfig config);

    /** Starts SFT from a checkpoint in Hugging Face layout. */
    TrainingSession sft(Path checkpoint, SftConfig config);

    /** Continues from what {@link TrainingSession#save} wrote, under the configuration it was started with. */
    TrainingSession resume(Path state);
}

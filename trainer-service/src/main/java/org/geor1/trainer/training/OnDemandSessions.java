package org.geor1.trainer.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.vlm.ChatPrompt;

/** Loads libtorch when the first session is opened: a trainer without runs starts in seconds. */
public final class OnDemandSessions implements TrainingSessions {

    @Override
    public TrainingSession grpo(Path checkpoint, GrpoConfig config) {
        return torch().grpo(checkpoint, config);
    }

    @Override
    public TrainingSession sft(Path checkpoint, SftConfig config) {
        return torch().sft(checkpoint, config);
    }

    @Override
    public TrainingSession resume(Path state) {
        return torch().resume(state);
    }

    @Override
    public TrainingSession resume(Path state, GrpoConfig config) {
        return torch().resume(state, config);
    }

    @Override
    public TrainingSession resume(Path state, SftConfig config) {
        return torch().resume(state, config);
    }

    @Override
    public void requireUsable(Path checkpoint) {
        // Reads files only: libtorch is not loaded for that.
        new TorchTrainingSessions(Device.cpu()).requireUsable(checkpoint);
    }

    @Override
    public void requireMemory(
            Path checkpoint, GrpoConfig config, ChatPrompt prompt, int groupSize, int promptsPerStep) {
        torch().requireMemory(checkpoint, config, prompt, groupSize, promptsPerStep);
    }

    @Override
    public void requireMemory(Path checkpoint, SftConfig config, List<SftExample> batch) {
        torch().requireMemory(checkpoint, config, batch);
    }

    /** The engine is a singleton of DJL, so creating this again costs nothing. */
    private static TrainingSessions torch() {
        return new TorchTrainingSessions(Engine.getEngine("PyTorch").defaultDevice());
    }
}

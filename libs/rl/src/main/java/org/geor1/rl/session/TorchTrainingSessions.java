package org.geor1.rl.session;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.memory.MemoryGuard;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.update.PolicyUpdater;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.torch.TorchThreads;
import org.jspecify.annotations.Nullable;

/** Opens sessions on one device. */
public final class TorchTrainingSessions implements TrainingSessions {

    private final Device device;

    public TorchTrainingSessions(Device device) {
        this.device = device;
    }

    @Override
    public TrainingSession grpo(Path checkpoint, GrpoConfig config) {
        return open(checkpoint, new TrainerState(0, 0, config, null), checkpoint);
    }

    @Override
    public TrainingSession sft(Path checkpoint, SftConfig config) {
        return open(checkpoint, new TrainerState(0, 0, null, config), checkpoint);
    }

    @Override
    public TrainingSession resume(Path directory) {
        return open(directory, TrainerState.read(directory), directory.resolve(TrainerState.REFERENCE));
    }

    @Override
    public TrainingSession resume(Path directory, GrpoConfig config) {
        TrainerState stored = TrainerState.read(directory);
        if (stored.grpo() == null) {
            throw new IllegalArgumentException("the training state is not one of GRPO");
        }
        requireSameWeights(stored, config.update());
        Path reference = directory.resolve(TrainerState.REFERENCE);
        return open(
                directory,
                new TrainerState(stored.step(), stored.skippedInARow(), config, null),
                Files.exists(reference) ? reference : directory);
    }

    @Override
    public TrainingSession resume(Path directory, SftConfig config) {
        TrainerState stored = TrainerState.read(directory);
        if (stored.sft() == null) {
            throw new IllegalArgumentException("the training state is not one of SFT");
        }
        requireSameWeights(stored, config.update());
        return open(directory, new TrainerState(stored.step(), stored.skippedInARow(), null, config), directory);
    }

    private static void requireSameWeights(TrainerState stored, UpdateConfig update) {
        if (!stored.update().trainable().equals(update.trainable())) {
            throw new IllegalArgumentException("freeze_vision, freeze and lora must be those of the training state, "
                    + stored.update().trainable() + ", not " + update.trainable());
        }
    }

    @Override
    public void requireUsable(Path checkpoint) {
        Qwen25VlConfig config = Checkpoint.inspect(checkpoint);
        try (VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint)) {
            PromptEncoder.load(checkpoint, config, tokenizer);
        }
    }

    @Override
    public void requireMemory(
            Path checkpoint, GrpoConfig config, ChatPrompt prompt, int groupSize, int promptsPerStep) {
        StepShapes shapes = new StepShapes(checkpoint);
        MemoryGuard.check(shapes.model(), shapes.grpo(config, prompt, groupSize, promptsPerStep), device);
    }

    @Override
    public void requireMemory(Path checkpoint, SftConfig config, List<SftExample> batch) {
        StepShapes shapes = new StepShapes(checkpoint);
        MemoryGuard.check(shapes.model(), shapes.sft(config, batch), device);
    }

    private TrainingSession open(Path checkpoint, TrainerState state, Path referencePath) {
        // The thread that opens a session also runs its steps.
        TorchThreads.useAll();
        VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint);
        TrainingModel model =
                TrainingModel.load(checkpoint, device, state.update().memory().weightsDtype());
        PolicyUpdater updater = new PolicyUpdater(
                model, state.update(), state.weightDecay(), state.rate(), state.step(), state.skippedInARow());
        if (Files.exists(checkpoint.resolve(TrainerState.FILE))) {
            updater.trained().load(checkpoint);
            updater.optimizer().load(checkpoint);
        }
        return new TorchTrainingSession(checkpoint, state, tokenizer, updater, reference(state, referencePath));
    }

    private @Nullable TrainingModel reference(TrainerState state, Path path) {
        GrpoConfig grpo = state.grpo();
        if (grpo == null || grpo.beta() <= 0) {
            return null;
        }
        MemoryOptions memory = grpo.update().memory();
        return memory.offloadReference()
                ? TrainingModel.loadOffloaded(path, memory.weightsDtype())
                : TrainingModel.load(path, device, memory.weightsDtype());
    }
}

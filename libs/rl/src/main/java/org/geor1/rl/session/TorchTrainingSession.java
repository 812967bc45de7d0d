package org.geor1.rl.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.rl.grpo.GrpoOutcome;
import org.geor1.rl.grpo.GrpoUpdate;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.sft.SftUpdate;
import org.geor1.rl.sft.SharedSftExample;
import org.geor1.rl.sft.SharedSftOutcome;
import org.geor1.rl.update.PolicyUpdater;
import org.geor1.vlm.checkpoint.CompanionFiles;
import org.geor1.vlm.checkpoint.ConfigWriter;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.jspecify.annotations.Nullable;

/** Training on libtorch. */
final class TorchTrainingSession implements TrainingSession {

    private final Path source;
    private final TrainerState state;
    private final VlmTokenizer tokenizer;
    private final PolicyUpdater updater;
    private final @Nullable TrainingModel reference;
    private final @Nullable GrpoUpdate grpo;
    private final SftUpdate sft;

    TorchTrainingSession(
            Path source,
            TrainerState state,
            VlmTokenizer tokenizer,
            PolicyUpdater updater,
            @Nullable TrainingModel reference) {
        this.source = source;
        this.state = state;
        this.tokenizer = tokenizer;
        this.updater = updater;
        this.reference = reference;
        PromptEncoder encoder =
                PromptEncoder.load(source, updater.model().model().config(), tokenizer);
        this.sft = new SftUpdate(updater, encoder);
        this.grpo = state.grpo() == null ? null : new GrpoUpdate(state.grpo(), updater, encoder, reference);
    }

    @Override
    public GrpoOutcome grpoStep(List<ScoredGroup> groups) {
        if (grpo == null) {
            throw new IllegalStateException("this session was opened for SFT");
        }
        return grpo.step(groups);
    }

    @Override
    public Map<String, Double> sftStep(List<SftExample> examples) {
        return sft.step(examples);
    }

    @Override
    public double sftLoss(List<SftExample> examples) {
        return sft.loss(examples);
    }

    @Override
    public SharedSftOutcome sharedSftStep(List<SharedSftExample> examples) {
        return sft.stepShared(examples);
    }

    @Override
    public long step() {
        return updater.step();
    }

    @Override
    public void savePolicy(Path directory) {
        savePolicy(directory, updater.model().model());
        updater.trained().savePolicy(directory);
    }

    private void savePolicy(Path directory, QwenModel model) {
        try {
            Files.createDirectories(directory);
            Qwen25VlConfig config = model.config();
            String dtype = model.precision().torchDtype();
            ConfigWriter.write(
                    new Qwen25VlConfig(config.text(), config.vision(), config.tokens(), dtype), directory, source);
            CompanionFiles.copy(source, directory);
            if (!Files.exists(source.resolve(ImageSettings.FILE))) {
                // Versions of transformers before 5 look for no other file.
                ImageSettings.read(source).write(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        model.weights().save(directory);
    }

    @Override
    public void save(Path directory) {
        savePolicy(directory);
        updater.trained().save(directory);
        updater.optimizer().save(directory);
        if (reference != null) {
            savePolicy(directory.resolve(TrainerState.REFERENCE), reference.model());
        }
        state.at(updater.step(), updater.skippedInARow()).write(directory);
    }

    @Override
    public void close() {
        updater.close();
        if (reference != null) {
            reference.close();
        }
        tokenizer.close();
    }
}

package org.geor1.rl.session;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.memory.StepShape;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.sft.SftUpdate;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/** Sizes of a run's steps, from its settings and a sample of its data. */
final class StepShapes {

    private final Path checkpoint;
    private final Qwen25VlConfig model;

    StepShapes(Path checkpoint) {
        this.checkpoint = checkpoint;
        this.model = Checkpoint.inspect(checkpoint);
    }

    Qwen25VlConfig model() {
        return model;
    }

    StepShape grpo(GrpoConfig config, ChatPrompt prompt, int groupSize, int promptsPerStep) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint)) {
            Length length = length(tokenizer, List.of(prompt));
            // Without sharing, each completion has its own prompt.
            int prompts = config.sharedPrefix() ? 1 : groupSize;
            return new StepShape(
                    length.tokens(),
                    length.images(),
                    config.objective().maxCompletionLength(),
                    groupSize / prompts,
                    promptsPerStep * prompts,
                    GrpoConfig.GROUPS_PER_PASS * prompts,
                    config.update().trainable(),
                    config.update().gradientCheckpointing(),
                    config.beta() > 0,
                    config.update().memory(),
                    false);
        }
    }

    StepShape sft(SftConfig config, List<SftExample> batch) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint)) {
            PromptEncoder encoder = PromptEncoder.load(checkpoint, model, tokenizer);
            Length length =
                    length(tokenizer, batch.stream().map(SftExample::prompt).toList());
            int longest = batch.stream()
                    .mapToInt(example -> encoder.template().encodeAssistant(example.completion()).length)
                    .max()
                    .orElse(1);
            return new StepShape(
                    length.tokens(),
                    length.images(),
                    longest,
                    1,
                    batch.size(),
                    SftUpdate.PROMPTS_PER_PASS,
                    config.update().trainable(),
                    config.update().gradientCheckpointing(),
                    false,
                    config.update().memory(),
                    false);
        }
    }

    /** The longest prompt's. */
    private Length length(VlmTokenizer tokenizer, List<ChatPrompt> prompts) {
        PromptEncoder encoder = PromptEncoder.load(checkpoint, model, tokenizer);
        int tokens = 0;
        int images = 0;
        for (ChatPrompt prompt : prompts) {
            int[] ids = encoder.encode(prompt).inputIds();
            tokens = Math.max(tokens, ids.length);
            images = Math.max(images, (int)
                    IntStream.of(ids).filter(id -> id == model.tokens().image()).count());
        }
        return new Length(tokens, images);
    }

    private record Length(int tokens, int images) {}
}

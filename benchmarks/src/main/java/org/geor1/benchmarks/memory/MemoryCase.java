package org.geor1.benchmarks.memory;

import java.util.List;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.memory.StepShape;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.Precision;

/** A random model and a step on it; each is large enough that its tensors outweigh everything else in the process. */
enum MemoryCase {
    /** Long completions: attention of branches dominates. */
    LONG_COMPLETIONS(512, 1536, 8, 8, 8192, 300, 256, 8, 1, true, false, 0),
    LONG_COMPLETIONS_RECOMPUTED(512, 1536, 8, 8, 8192, 300, 256, 8, 1, true, true, 0),
    /** A long prompt: activations of its tokens dominate. */
    LONG_PROMPT(512, 2048, 8, 8, 8192, 1200, 24, 8, 1, true, false, 0),
    LONG_PROMPT_RECOMPUTED(512, 2048, 8, 8, 8192, 1200, 24, 8, 1, true, true, 0),
    /** A large vocabulary, with the vision tower trained and a reference: logits are taken in chunks. */
    LARGE_VOCABULARY(384, 1024, 6, 6, 65536, 300, 128, 8, 1, false, false, 0.04),
    LARGE_VOCABULARY_RECOMPUTED(384, 1024, 6, 6, 65536, 300, 128, 8, 1, false, true, 0.04),
    /** Several passes: weights and gradients dominate. */
    SEVERAL_PASSES(640, 2560, 12, 10, 16384, 60, 16, 4, 9, true, true, 0),
    /** The same in bf16. */
    LONG_COMPLETIONS_BF16(LONG_COMPLETIONS),
    LONG_COMPLETIONS_RECOMPUTED_BF16(LONG_COMPLETIONS_RECOMPUTED),
    LONG_PROMPT_BF16(LONG_PROMPT),
    LONG_PROMPT_RECOMPUTED_BF16(LONG_PROMPT_RECOMPUTED),
    LARGE_VOCABULARY_BF16(LARGE_VOCABULARY),
    LARGE_VOCABULARY_RECOMPUTED_BF16(LARGE_VOCABULARY_RECOMPUTED),
    SEVERAL_PASSES_BF16(SEVERAL_PASSES),
    /** The same with modules frozen, and with adapters in place of weights. */
    SEVERAL_PASSES_FROZEN(
            SEVERAL_PASSES,
            new Trainable(true, List.of("model.embed_tokens", "model.layers.0", "model.layers.1"), null)),
    SEVERAL_PASSES_LORA(SEVERAL_PASSES, new Trainable(true, List.of(), new Lora(16, 32, Lora.MODULES)));

    private final int hidden;
    private final int intermediate;
    private final int layers;
    private final int heads;
    private final int vocabulary;
    private final int promptTokens;
    private final int completionTokens;
    private final int groupSize;
    private final int prompts;
    private final Trainable trainable;
    private final boolean gradientCheckpointing;
    private final double beta;
    private final MemoryOptions options;

    /** Another case with weights and optimizer state in bf16. */
    MemoryCase(MemoryCase other) {
        this(other, other.trainable, new MemoryOptions(Precision.BF16, Precision.BF16, false, false));
    }

    /** Another case with other weights trained. */
    MemoryCase(MemoryCase other, Trainable trainable) {
        this(other, trainable, other.options);
    }

    MemoryCase(MemoryCase other, Trainable trainable, MemoryOptions options) {
        this.hidden = other.hidden;
        this.intermediate = other.intermediate;
        this.layers = other.layers;
        this.heads = other.heads;
        this.vocabulary = other.vocabulary;
        this.promptTokens = other.promptTokens;
        this.completionTokens = other.completionTokens;
        this.groupSize = other.groupSize;
        this.prompts = other.prompts;
        this.trainable = trainable;
        this.gradientCheckpointing = other.gradientCheckpointing;
        this.beta = other.beta;
        this.options = options;
    }

    MemoryCase(
            int hidden,
            int intermediate,
            int layers,
            int heads,
            int vocabulary,
            int promptTokens,
            int completionTokens,
            int groupSize,
            int prompts,
            boolean freezeVision,
            boolean gradientCheckpointing,
            double beta) {
        this.hidden = hidden;
        this.intermediate = intermediate;
        this.layers = layers;
        this.heads = heads;
        this.vocabulary = vocabulary;
        this.promptTokens = promptTokens;
        this.completionTokens = completionTokens;
        this.groupSize = groupSize;
        this.prompts = prompts;
        this.trainable = freezeVision ? Trainable.TEXT : Trainable.ALL;
        this.gradientCheckpointing = gradientCheckpointing;
        this.beta = beta;
        this.options = MemoryOptions.STANDARD;
    }

    int promptTokens() {
        return promptTokens;
    }

    int completionTokens() {
        return completionTokens;
    }

    int groupSize() {
        return groupSize;
    }

    int prompts() {
        return prompts;
    }

    GrpoConfig training() {
        UpdateConfig update = UpdateConfig.builder()
                .maxSteps(1000)
                .trainable(trainable)
                .gradientCheckpointing(gradientCheckpointing)
                .memory(options)
                .build();
        return GrpoConfig.builder(update).beta(beta).build();
    }

    /** @param prompt its actual length and its number of image tokens */
    StepShape shape(int prompt, int imageTokens) {
        return new StepShape(
                prompt,
                imageTokens,
                completionTokens,
                groupSize,
                prompts,
                GrpoConfig.GROUPS_PER_PASS,
                trainable,
                gradientCheckpointing,
                beta > 0,
                options,
                false);
    }

    /** Sizes of the model, everything else as shipped. */
    Qwen25VlConfig model(Qwen25VlConfig shipped) {
        return new Qwen25VlConfig(
                new Qwen25VlConfig.Text(
                        hidden,
                        intermediate,
                        layers,
                        heads,
                        2,
                        vocabulary,
                        1e-6,
                        new Qwen25VlConfig.Rope(1e6, List.of(8, 12, 12)),
                        4096,
                        true),
                new Qwen25VlConfig.Vision(
                        6, 256, 768, 4, hidden, shipped.vision().patches(), 112, List.of(5)),
                shipped.tokens(),
                "float32");
    }
}

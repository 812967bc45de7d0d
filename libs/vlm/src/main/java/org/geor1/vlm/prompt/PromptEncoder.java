package org.geor1.vlm.prompt;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.image.Grid;
import org.geor1.vlm.image.ImageProcessor;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatMessage;
import org.geor1.vlm.tokenizer.template.ChatTemplate;

/** Encodes chat prompts for one checkpoint into matching token ids, image patches and positions. */
public final class PromptEncoder {

    private final ChatTemplate template;
    private final ImageProcessor imageProcessor;
    private final int imageTokenId;
    private final int maxTokens;

    private PromptEncoder(
            Qwen25VlConfig config, VlmTokenizer tokenizer, ChatTemplate template, ImageProcessor imageProcessor) {
        requireSame(config, tokenizer);
        requireSame(config.vision().patches(), imageProcessor.settings());
        this.template = template;
        this.imageProcessor = imageProcessor;
        this.imageTokenId = config.tokens().image();
        this.maxTokens = config.text().maxPositionEmbeddings();
    }

    /**
     * An encoder for the checkpoint in {@code directory}; the caller still owns and closes {@code tokenizer}.
     *
     * @throws CheckpointException if tokenizer, image settings and configuration belong to different models, or the
     *     checkpoint's chat template cannot be applied
     */
    public static PromptEncoder load(Path directory, Qwen25VlConfig config, VlmTokenizer tokenizer) {
        return new PromptEncoder(
                config,
                tokenizer,
                ChatTemplate.load(directory, tokenizer),
                new ImageProcessor(ImageSettings.read(directory)));
    }

    private static void requireSame(Qwen25VlConfig config, VlmTokenizer tokenizer) {
        Qwen25VlConfig.TokenIds tokens = config.tokens();
        requireSame("image_token_id", tokens.image(), tokenizer.id(SpecialToken.IMAGE_PAD));
        requireSame("video_token_id", tokens.video(), tokenizer.id(SpecialToken.VIDEO_PAD));
        requireSame("vision_start_token_id", tokens.visionStart(), tokenizer.id(SpecialToken.VISION_START));
        requireSame("vision_end_token_id", tokens.visionEnd(), tokenizer.id(SpecialToken.VISION_END));
        if (tokenizer.vocabSize() > config.text().vocabSize()) {
            throw new CheckpointException("vocab_size: the tokenizer has " + tokenizer.vocabSize()
                    + " ids, config.json only " + config.text().vocabSize());
        }
    }

    private static void requireSame(Qwen25VlConfig.Patches patches, ImageSettings settings) {
        requireSame("patch_size", patches.size(), settings.patchSize());
        requireSame("temporal_patch_size", patches.temporal(), settings.temporalPatchSize());
        requireSame("spatial_merge_size", patches.merge(), settings.mergeSize());
    }

    private static void requireSame(String field, int config, int other) {
        if (config != other) {
            throw new CheckpointException(
                    field + ": config.json says " + config + ", the files beside it say " + other);
        }
    }

    /** The chat template in use. */
    public ChatTemplate template() {
        return template;
    }

    /** @see #encode(List) */
    public EncodedPrompt encode(ChatPrompt prompt) {
        return encode(ChatMessage.of(prompt), prompt.continuation());
    }

    /**
     * Encodes a conversation up to where the assistant's next turn begins.
     *
     * @throws PromptTooLongException if it takes more tokens than the model has positions
     * @throws org.geor1.image.ImageException if a picture cannot be used
     */
    public EncodedPrompt encode(List<ChatMessage> messages) {
        return encode(messages, "");
    }

    private EncodedPrompt encode(List<ChatMessage> messages, String continuation) {
        List<BufferedImage> images = messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(ChatPrompt.Image.class::isInstance)
                .map(part -> ((ChatPrompt.Image) part).pixels())
                .toList();
        List<Grid> grids = images.stream()
                .map(image -> imageProcessor.grid(image.getWidth(), image.getHeight()))
                .toList();
        int merge = imageProcessor.settings().mergeSize();
        int[] ids = template.encode(
                messages, grids.stream().map(grid -> grid.tokens(merge)).toList(), continuation);
        if (ids.length > maxTokens) {
            throw new PromptTooLongException(ids.length, maxTokens);
        }
        MropePositions positions = MropePositions.of(ids, imageTokenId, grids, merge);
        return new EncodedPrompt(
                ids, images.stream().map(imageProcessor::process).toList(), positions);
    }
}

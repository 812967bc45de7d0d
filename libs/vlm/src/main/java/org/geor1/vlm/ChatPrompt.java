package org.geor1.vlm;

import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One user turn of text and images, in reading order, with an optional system message. The chat template of the model
 * turns it into token ids; a {@code null} system message means the template's default.
 */
public record ChatPrompt(@Nullable String system, List<Part> parts) {

    public ChatPrompt {
        parts = List.copyOf(parts);
    }

    public static ChatPrompt of(Part... parts) {
        return new ChatPrompt(null, List.of(parts));
    }

    public List<BufferedImage> images() {
        return parts.stream()
                .filter(Image.class::isInstance)
                .map(part -> ((Image) part).pixels())
                .toList();
    }

    /** A piece of the turn. */
    public sealed interface Part permits Text, Image {}

    /** Plain text. Vision control tokens in it are data, never control. */
    public record Text(String text) implements Part {}

    /** A decoded RGB picture. */
    public record Image(BufferedImage pixels) implements Part {}
}

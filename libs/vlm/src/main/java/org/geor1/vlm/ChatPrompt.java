package org.geor1.vlm;

import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One user turn of text and images, in reading order, with an optional system message. The chat template of the model
 * turns it into token ids; a {@code null} system message means the template's default.
 *
 * @param continuation what the assistant has said so far; a completion goes on behind it
 */
public record ChatPrompt(@Nullable String system, List<Part> parts, String continuation) {

    public ChatPrompt {
        parts = List.copyOf(parts);
    }

    public ChatPrompt(@Nullable String system, List<Part> parts) {
        this(system, parts, "");
    }

    /** This prompt with the assistant's turn begun. */
    public ChatPrompt continuedBy(String continuation) {
        return new ChatPrompt(system, parts, continuation);
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

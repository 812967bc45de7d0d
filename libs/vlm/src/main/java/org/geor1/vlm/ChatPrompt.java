package org.geor1.vlm;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation up to the assistant's next turn: text and images in reading order, with an optional system message. The
 * chat template of the model turns it into token ids; a {@code null} system message means the template's default.
 *
 * @param earlier turns that have been answered, the eldest first
 * @param parts what the user says now
 * @param continuation what the assistant has said so far of its next turn; a completion goes on behind it
 */
public record ChatPrompt(@Nullable String system, List<Turn> earlier, List<Part> parts, String continuation) {

    public ChatPrompt {
        earlier = List.copyOf(earlier);
        parts = List.copyOf(parts);
    }

    public ChatPrompt(@Nullable String system, List<Part> parts) {
        this(system, List.of(), parts, "");
    }

    public static ChatPrompt of(Part... parts) {
        return new ChatPrompt(null, List.of(parts));
    }

    /** This prompt with the assistant's turn begun. */
    public ChatPrompt continuedBy(String continuation) {
        return new ChatPrompt(system, earlier, parts, continuation);
    }

    /** Pictures of all turns, in reading order. */
    public List<BufferedImage> images() {
        return Stream.concat(earlier.stream().map(Turn::parts), Stream.of(parts))
                .flatMap(List::stream)
                .filter(Image.class::isInstance)
                .map(part -> ((Image) part).pixels())
                .toList();
    }

    /** What the user said, and what the assistant answered. */
    public record Turn(List<Part> parts, String answer) {

        public Turn {
            parts = List.copyOf(parts);
        }
    }

    /** A piece of a turn. */
    public sealed interface Part permits Text, Image {}

    /** Plain text. Vision control tokens in it are data, never control. */
    public record Text(String text) implements Part {}

    /** A decoded RGB picture. */
    public record Image(BufferedImage pixels) implements Part {}
}

package org.geor1.protocol.rollout;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** A piece of a prompt on the wire and in the database. Stored prompts name their images and never hold pixels. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PromptPart.Text.class, name = "text"),
    @JsonSubTypes.Type(value = PromptPart.Image.class, name = "image"),
    @JsonSubTypes.Type(value = PromptPart.InlineImage.class, name = "inline_image")
})
public sealed interface PromptPart {

    /** Plain text. */
    record Text(String text) implements PromptPart {}

    /**
     * An image that can be made again from its name.
     *
     * @param ref {@code mini-earth:<seed>/<city>/<place>/panorama|tile} or {@code blank:<width>x<height>}
     * @param role {@code panorama} or {@code tile}
     * @param label the candidate's letter, when the image is one
     */
    record Image(
            String ref, @Nullable String role, @Nullable String label) implements PromptPart {}

    /** An encoded picture of a caller, in base64; only in requests, never stored. */
    record InlineImage(String data) implements PromptPart {

        @Override
        public String toString() {
            return "InlineImage[" + data.length() + " base64 characters]";
        }
    }
}

package org.geor1.gateway.rollouts;

import java.util.List;
import java.util.Optional;
import org.geor1.protocol.PromptPart;
import org.jspecify.annotations.Nullable;

/**
 * An image of a prompt.
 *
 * @param url where its PNG is, or null for one that the gateway cannot draw
 */
record ImageView(
        @Nullable String role,
        @Nullable String label,
        String ref,
        @Nullable String url) {

    static List<ImageView> of(List<PromptPart> prompt) {
        return prompt.stream()
                .filter(PromptPart.Image.class::isInstance)
                .map(PromptPart.Image.class::cast)
                .map(image -> new ImageView(
                        image.role(),
                        image.label(),
                        image.ref(),
                        Optional.ofNullable(ImageRef.parse(image.ref()))
                                .map(ref -> "/api/v1/images/" + ref.path())
                                .orElse(null)))
                .toList();
    }

    static String text(List<PromptPart> prompt) {
        StringBuilder text = new StringBuilder();
        for (PromptPart part : prompt) {
            if (part instanceof PromptPart.Text piece) {
                text.append(piece.text());
            } else {
                text.append("<image>");
            }
        }
        return text.toString();
    }
}

package org.geor1.gateway.rollouts;

import java.util.List;
import java.util.regex.Pattern;
import org.geor1.protocol.rollout.PromptPart;
import org.jspecify.annotations.Nullable;

/**
 * An image of a prompt.
 *
 * @param url where it is drawn, or null for one that the gateway cannot draw
 */
record ImageView(
        @Nullable String role,
        @Nullable String label,
        String ref,
        @Nullable String url) {

    /** Names that are safe as a path; the endpoint checks whether such an image exists. */
    private static final Pattern REF = Pattern.compile("(mini-earth|blank|sha256):[a-z0-9/-]{1,100}");

    static List<ImageView> of(List<PromptPart> prompt) {
        return prompt.stream()
                .filter(PromptPart.Image.class::isInstance)
                .map(PromptPart.Image.class::cast)
                .map(image -> new ImageView(image.role(), image.label(), image.ref(), url(image.ref())))
                .toList();
    }

    private static @Nullable String url(String ref) {
        return REF.matcher(ref).matches() ? "/api/v1/images/" + ref.replaceFirst(":", "/") : null;
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

package org.geor1.rollout;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.geor1.geo.render.ImageRef;
import org.geor1.protocol.PromptPart;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.image.ImageDecoder;

/** Turns stored prompts and prompts of callers into prompts with pixels. */
final class Prompts {

    private static final ImageDecoder DECODER = ImageDecoder.withDefaults();

    private Prompts() {}

    /**
     * @throws IllegalArgumentException for a reference that names no image, or broken base64
     * @throws org.geor1.vlm.image.ImageException for an inline image that is none
     */
    static ChatPrompt of(List<PromptPart> parts) {
        List<ChatPrompt.Part> resolved = new ArrayList<>();
        for (PromptPart part : parts) {
            if (part instanceof PromptPart.Text text) {
                resolved.add(new ChatPrompt.Text(text.text()));
            } else if (part instanceof PromptPart.Image image) {
                resolved.add(new ChatPrompt.Image(ImageRef.draw(image.ref())));
            } else if (part instanceof PromptPart.InlineImage inline) {
                resolved.add(
                        new ChatPrompt.Image(DECODER.decode(Base64.getDecoder().decode(inline.data()))));
            }
        }
        return new ChatPrompt(null, resolved);
    }
}

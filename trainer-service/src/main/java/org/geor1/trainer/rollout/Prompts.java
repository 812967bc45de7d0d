package org.geor1.trainer.rollout;

import java.util.ArrayList;
import java.util.List;
import org.geor1.miniearth.render.ImageRef;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.vlm.ChatPrompt;

/** Prompts as stored, and as the model sees them. */
public final class Prompts {

    private static final String MARK = "<image>";

    private Prompts() {}

    /** Puts images where the text has its {@code <image>} marks. */
    public static List<PromptPart> interleave(String text, List<PromptPart.Image> images) {
        String[] pieces = text.split(MARK, -1);
        if (pieces.length != images.size() + 1) {
            throw new IllegalArgumentException(
                    "the prompt has " + (pieces.length - 1) + " marks for " + images.size() + " images");
        }
        List<PromptPart> parts = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            if (!pieces[i].isEmpty()) {
                parts.add(new PromptPart.Text(pieces[i]));
            }
            if (i < images.size()) {
                parts.add(images.get(i));
            }
        }
        return parts;
    }

    public static ChatPrompt render(List<PromptPart> parts) {
        List<ChatPrompt.Part> rendered = new ArrayList<>();
        for (PromptPart part : parts) {
            if (part instanceof PromptPart.Text text) {
                rendered.add(new ChatPrompt.Text(text.text()));
            } else if (part instanceof PromptPart.Image image) {
                rendered.add(new ChatPrompt.Image(ImageRef.draw(image.ref())));
            } else {
                throw new IllegalArgumentException("a stored prompt holds an image that has no name");
            }
        }
        return new ChatPrompt(null, rendered);
    }
}

package org.geor1.trainer.rollout;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.style.PromptStyle;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.vlm.ChatPrompt;

/** Prompts as stored, and as the model sees them. */
public final class Prompts {

    private final Pictures pictures;

    public Prompts(Pictures pictures) {
        this.pictures = pictures;
    }

    /** Puts images where the text has its {@code <image>} marks. */
    public static List<PromptPart> interleave(String text, List<PromptPart.Image> images) {
        String[] pieces = text.split(PromptStyle.IMAGE, -1);
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

    /** With the pixels of all images. */
    public ChatPrompt render(List<PromptPart> parts) {
        List<ChatPrompt.Part> rendered = new ArrayList<>();
        for (PromptPart part : parts) {
            if (part instanceof PromptPart.Text text) {
                rendered.add(new ChatPrompt.Text(text.text()));
            } else if (part instanceof PromptPart.Image image) {
                rendered.add(new ChatPrompt.Image(pictures.picture(image.ref())));
            } else {
                throw new IllegalArgumentException("a stored prompt holds an image that has no name");
            }
        }
        return new ChatPrompt(null, rendered);
    }
}

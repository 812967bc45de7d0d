package org.geor1.rollout;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.geor1.geo.picture.Pictures;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.jobs.image.Images;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.vlm.ChatPrompt;

/** Turns prompts from the store and from callers into prompts with pixels. */
final class Prompts {

    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.standard());

    private final Images images;
    private final Pictures pictures;

    /**
     * @param images the stored ones, which prompts name by hash
     * @param pictures those that can be made again from their name
     */
    Prompts(Images images, Pictures pictures) {
        this.images = images;
        this.pictures = pictures;
    }

    /**
     * @throws IllegalArgumentException for a reference that names no image
     * @throws org.geor1.jobs.image.NoSuchImageException for a stored image that nobody has
     * @throws java.io.UncheckedIOException for one that cannot be fetched for now
     * @throws UnusablePictureException for an inline image that is none
     */
    ChatPrompt of(List<PromptPart> parts) {
        List<ChatPrompt.Part> resolved = new ArrayList<>();
        for (int k = 0; k < parts.size(); k++) {
            PromptPart part = parts.get(k);
            if (part instanceof PromptPart.Text text) {
                resolved.add(new ChatPrompt.Text(text.text()));
            } else if (part instanceof PromptPart.Image image) {
                resolved.add(new ChatPrompt.Image(named(image.ref())));
            } else if (part instanceof PromptPart.InlineImage inline) {
                resolved.add(decoded(inline, "prompt[" + k + "].data"));
            }
        }
        return new ChatPrompt(null, resolved);
    }

    private BufferedImage named(String ref) {
        if (!ref.startsWith(Images.REFERENCE)) {
            return pictures.picture(ref);
        }
        byte[] file = images.fetch(ref.substring(Images.REFERENCE.length()));
        try {
            return DECODER.decode(file).image();
        } catch (ImageException e) {
            throw new IllegalArgumentException("image " + ref + " " + e.problem(), e);
        }
    }

    private static ChatPrompt.Image decoded(PromptPart.InlineImage inline, String field) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(inline.data());
        } catch (IllegalArgumentException e) {
            throw new UnusablePictureException(field, "is not base64");
        }
        try {
            return new ChatPrompt.Image(DECODER.decode(bytes).image());
        } catch (ImageException e) {
            throw new UnusablePictureException(field, e.problem());
        }
    }
}

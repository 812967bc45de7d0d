package org.geor1.geo.picture;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Images by the names that stored prompts have for them, so that prompts hold no pixels. What stands before a name's first
 * colon says who makes it.
 */
public final class Pictures {

    private final Map<String, PictureMaker> makers = new HashMap<>();

    /** The given makers, and blank images. */
    public Pictures(List<PictureMaker> makers) {
        add(new BlankPictures());
        makers.forEach(this::add);
    }

    private void add(PictureMaker maker) {
        if (makers.putIfAbsent(maker.scheme(), maker) != null) {
            throw new IllegalArgumentException("two makers of images named " + maker.scheme() + ":");
        }
    }

    /**
     * The image as a model sees it.
     *
     * @throws IllegalArgumentException if nobody knows the name
     */
    public BufferedImage picture(String ref) {
        return picture(ref, 1);
    }

    /** The image with more pixels, for people: see {@link PictureMaker#make}. */
    public BufferedImage picture(String ref, int scale) {
        PictureMaker maker = makers.get(ref.substring(0, Math.max(0, ref.indexOf(':'))));
        if (maker == null) {
            throw new IllegalArgumentException("not an image reference: " + ref);
        }
        return maker.make(ref, scale);
    }
}

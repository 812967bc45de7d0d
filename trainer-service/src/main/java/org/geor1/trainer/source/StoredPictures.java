package org.geor1.trainer.source;

import java.awt.image.BufferedImage;
import org.geor1.geo.picture.PictureMaker;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.image.NoSuchImageException;

/** Pictures of stored datasets, named {@code sha256:} and the hash of their file. */
final class StoredPictures implements PictureMaker {

    private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.standard());

    private final Images images;

    StoredPictures(Images images) {
        this.images = images;
    }

    static String name(String sha256) {
        return Images.REFERENCE + sha256;
    }

    @Override
    public String scheme() {
        return Images.REFERENCE.substring(0, Images.REFERENCE.indexOf(':'));
    }

    /** A photo has no more detail than its pixels, and keeps its size whatever the scale. */
    @Override
    public BufferedImage make(String ref, int scale) {
        try {
            return DECODER.decode(images.fetch(ref.substring(Images.REFERENCE.length())))
                    .image();
        } catch (NoSuchImageException | ImageException e) {
            throw new IllegalArgumentException(ref + " cannot be shown: " + e.getMessage(), e);
        }
    }
}

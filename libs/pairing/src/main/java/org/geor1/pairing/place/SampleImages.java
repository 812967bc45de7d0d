package org.geor1.pairing.place;

import java.util.Optional;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Row;

/** Which of a sample's images a question shows. */
public final class SampleImages {

    private SampleImages() {}

    /** The first tile: where a dataset has several, that is the right one. */
    public static Optional<ImageSource> tile(Row.Sample sample) {
        return first(sample, ImageRole.TILE);
    }

    /** The first panorama, or else the first photo. */
    public static Optional<ImageSource> panorama(Row.Sample sample) {
        return first(sample, ImageRole.PANORAMA).or(() -> first(sample, ImageRole.PHOTO));
    }

    private static Optional<ImageSource> first(Row.Sample sample, ImageRole role) {
        return sample.images().stream().filter(image -> image.role() == role).findFirst();
    }
}

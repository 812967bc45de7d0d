package org.geor1.geo.picture;

import java.awt.image.BufferedImage;

/** Makes the images of one kind of name again, as often as they are needed. Safe for use by many threads. */
public interface PictureMaker {

    /** What its names begin with, up to and without the first colon. */
    String scheme();

    /**
     * The image.
     *
     * @param ref a whole name, beginning with the scheme
     * @param scale 1 for what models see. A larger one, for people, gives more pixels where there is more to show
     * @throws IllegalArgumentException if it is not such a name, or names nothing
     */
    BufferedImage make(String ref, int scale);
}

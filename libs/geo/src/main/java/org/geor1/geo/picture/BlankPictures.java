package org.geor1.geo.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain grey images for control experiments, named {@code blank:<width>x<height>}. */
public final class BlankPictures implements PictureMaker {
    private static final String SCHEME = "blank";
    private static final Pattern NAME = Pattern.compile(SCHEME + ":([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");
    private static final Color GREY = new Color(128, 128, 128);

    /** The name of the grey image of that size. */
    public static String name(int width, int height) {
        return SCHEME + ":" + width + "x" + height;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    /** It has no detail to enlarge, and keeps its size whatever the scale. */
    @Override
    public BufferedImage make(String ref, int scale) {
        Matcher size = NAME.matcher(ref);
        if (!size.matches()) {
            throw new IllegalArgumentException("not a blank image: " + ref);
        }
        BufferedImage image = new BufferedImage(
                Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(GREY);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.dispose();
        return image;
    }
}

package org.geor1.miniearth.render;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;

/**
 * Names of images that can be drawn again, so that prompts are stored without pixels:
 * {@code mini-earth:<seed>/<city>/<place>/panorama|tile} and, for control experiments, a plain grey
 * {@code blank:<width>x<height>}.
 */
public final class ImageRef {
    private static final Pattern PLACE =
            Pattern.compile("mini-earth:(-?[0-9]{1,19})/([a-z-]{1,40})/([0-9]{1,9})/(panorama|tile)");
    private static final Pattern BLANK = Pattern.compile("blank:([1-9][0-9]{0,3})x([1-9][0-9]{0,3})");
    private static final Color GREY = new Color(128, 128, 128);

    /** Prompts name few planets, and nearly always the same one. */
    private static volatile Planet latest = new Planet(MiniEarth.standard());

    private ImageRef() {}

    private record Planet(MiniEarth earth, MiniEarthRenderer renderer) {
        Planet(MiniEarth earth) {
            this(earth, new MiniEarthRenderer(earth));
        }
    }

    /** The name of a view of a place. */
    public static String of(MiniEarth earth, Place place, View view) {
        return "mini-earth:" + earth.seed() + "/" + place.city().name() + "/" + place.id() + "/"
                + view.name().toLowerCase(Locale.ROOT);
    }

    /** The name of the grey image that has the size of a view. */
    public static String blank(View view) {
        return view == View.TILE
                ? "blank:" + MiniEarthRenderer.TILE_SIZE + "x" + MiniEarthRenderer.TILE_SIZE
                : "blank:" + MiniEarthRenderer.PANORAMA_WIDTH + "x" + MiniEarthRenderer.PANORAMA_HEIGHT;
    }

    /**
     * Draws the image as a model sees it.
     *
     * @throws IllegalArgumentException if it is not such a name, or the place does not exist
     */
    public static BufferedImage draw(String ref) {
        return draw(ref, 1);
    }

    /** Draws the image larger, for people; a blank image has no detail to enlarge and keeps its size. */
    public static BufferedImage draw(String ref, int scale) {
        Matcher blank = BLANK.matcher(ref);
        if (blank.matches()) {
            return grey(Integer.parseInt(blank.group(1)), Integer.parseInt(blank.group(2)));
        }
        Matcher place = PLACE.matcher(ref);
        if (!place.matches()) {
            throw new IllegalArgumentException("not an image reference: " + ref);
        }
        Planet planet = planet(Long.parseLong(place.group(1)));
        Place found = planet.earth().place(Integer.parseInt(place.group(3)));
        if (!found.city().name().equals(place.group(2))) {
            throw new IllegalArgumentException("place " + found.id() + " is not in " + place.group(2));
        }
        return planet.renderer().render(View.valueOf(place.group(4).toUpperCase(Locale.ROOT)), found, scale);
    }

    private static Planet planet(long seed) {
        Planet planet = latest;
        if (planet.earth().seed() != seed) {
            planet = new Planet(MiniEarth.create(seed));
            latest = planet;
        }
        return planet;
    }

    private static BufferedImage grey(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(GREY);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }
}

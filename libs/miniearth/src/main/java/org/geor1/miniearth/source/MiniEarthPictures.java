package org.geor1.miniearth.source;

import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.geo.picture.PictureMaker;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.geor1.miniearth.render.View;

/** Draws Mini-Earth's images, which are named {@code mini-earth:<seed>/<city>/<place>/panorama|tile}. */
public final class MiniEarthPictures implements PictureMaker {
    private static final Pattern NAME =
            Pattern.compile(MiniEarth.NAME + ":(-?[0-9]{1,19})/([a-z-]{1,40})/([0-9]{1,9})/(panorama|tile)");

    /** Prompts name few planets, and nearly always the same one. */
    private volatile Planet latest = new Planet(MiniEarth.standard());

    private record Planet(MiniEarth earth, MiniEarthRenderer renderer) {
        Planet(MiniEarth earth) {
            this(earth, new MiniEarthRenderer(earth));
        }
    }

    /** The name of a view of a place. */
    public static String name(MiniEarth earth, Place place, View view) {
        return MiniEarth.NAME + ":" + earth.seed() + "/" + place.city().name() + "/" + place.id() + "/"
                + view.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String scheme() {
        return MiniEarth.NAME;
    }

    @Override
    public BufferedImage make(String ref, int scale) {
        Matcher name = NAME.matcher(ref);
        if (!name.matches()) {
            throw new IllegalArgumentException("not an image of Mini-Earth: " + ref);
        }
        Planet planet = planet(Long.parseLong(name.group(1)));
        Place found = planet.earth().place(Integer.parseInt(name.group(3)));
        if (!found.city().name().equals(name.group(2))) {
            throw new IllegalArgumentException("place " + found.id() + " is not in " + name.group(2));
        }
        return planet.renderer().render(View.valueOf(name.group(4).toUpperCase(Locale.ROOT)), found, scale);
    }

    private Planet planet(long seed) {
        Planet planet = latest;
        if (planet.earth().seed() != seed) {
            planet = new Planet(MiniEarth.create(seed));
            latest = planet;
        }
        return planet;
    }
}

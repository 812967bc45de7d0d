package org.geor1.local.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.render.MiniEarthRenderer;

/**
 * A street panorama to ask about, and where it was taken. Its place was in no training split, but its city was: a model
 * cannot name a city that it never saw.
 *
 * @param png the picture
 */
public record Postcard(String city, String country, byte[] png) {

    /** The same seed draws the same place. */
    public static Postcard draw(long seed) {
        MiniEarth earth = MiniEarth.standard();
        List<Place> places = earth.places(Split.DEV);
        Place place = places.get(new Random(seed).nextInt(places.size()));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new MiniEarthRenderer(earth).panorama(place), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Postcard(place.city().name(), place.country().name(), png.toByteArray());
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(png);
    }
}

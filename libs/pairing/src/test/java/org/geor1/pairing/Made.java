package org.geor1.pairing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.place.Look;
import org.geor1.pairing.place.Picture;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;

/** Made places. */
public final class Made {

    private Made() {}

    /** A picture with the hash, and with a look that nothing else has. */
    public static Picture picture(long content) {
        return picture(content, look(content));
    }

    /** One that is like no other. */
    public static Look look(long content) {
        return new Look(SeedStream.hash(content, 0), SeedStream.hash(content, 1), SeedStream.hash(content, 2));
    }

    /** A look whose coarse hash differs in the bits. */
    public static Look changed(Look look, long bits) {
        return new Look(look.coarse() ^ bits, look.across(), look.down());
    }

    public static Picture picture(long content, Look look) {
        // Names of files are hashes, so hashes of one place must not have anything in common.
        String hash = "%016x%016x%016x%016x"
                .formatted(
                        SeedStream.hash(content, 3),
                        SeedStream.hash(content, 4),
                        SeedStream.hash(content, 5),
                        SeedStream.hash(content, 6));
        return new Picture(hash, look, 1000 + (int) (content % 997), 84, 84, "PNG, 8 bits, True Color", "", List.of());
    }

    public static PlaceRow place(String id, double latitude, double longitude, Split split, long content) {
        return new PlaceRow(
                id,
                new GeoPoint(latitude, longitude),
                "Oslo",
                "NO",
                split,
                picture(content),
                picture(content + (1L << 40)));
    }

    /**
     * Cities of places within a kilometre or so, of several countries and splits, and a few places without a panorama.
     *
     * @param seed of where they are
     */
    public static List<PlaceRow> cities(int cities, int placesEach, long seed) {
        SeedStream random = SeedStream.of(seed);
        List<PlaceRow> rows = new ArrayList<>();
        for (int city = 0; city < cities; city++) {
            double latitude = random.between(-60, 60);
            double longitude = random.between(-179, 179);
            for (int i = 0; i < placesEach; i++) {
                int number = city * placesEach + i;
                rows.add(new PlaceRow(
                        "p%05d".formatted(number),
                        new GeoPoint(latitude + random.between(-0.02, 0.02), longitude + random.between(-0.02, 0.02)),
                        "city " + city,
                        "country " + city % 3,
                        i % 10 == 9 ? Split.TEST : Split.TRAIN,
                        picture(number),
                        i % 7 == 3 ? null : picture(number + (1L << 40))));
            }
        }
        return rows;
    }

    public static PlaceTable table(List<PlaceRow> rows) {
        PlaceTable.Builder builder = new PlaceTable.Builder();
        rows.forEach(builder::add);
        return builder.build();
    }

    public static <T> List<T> shuffled(List<T> list, long seed) {
        List<T> other = new ArrayList<>(list);
        Collections.shuffle(other, new Random(seed));
        return other;
    }
}

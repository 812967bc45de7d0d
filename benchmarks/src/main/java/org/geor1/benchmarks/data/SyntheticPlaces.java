package org.geor1.benchmarks.data;

import java.util.List;
import java.util.Locale;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.place.Look;
import org.geor1.pairing.place.Picture;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;

/** Made-up places in cities of about 20 km, with facts about pictures that do not exist. */
final class SyntheticPlaces {

    private static final double HALF_CITY_DEGREES = 0.1;

    private SyntheticPlaces() {}

    static PlaceTable of(int places, int cities) {
        PlaceTable.Builder table = new PlaceTable.Builder();
        for (int i = 0; i < places; i++) {
            SeedStream city = SeedStream.of(i % cities);
            SeedStream random = SeedStream.of(i % cities, i);
            table.add(new PlaceRow(
                    String.format(Locale.ROOT, "city-%03d/place-%07d", i % cities, i),
                    new GeoPoint(
                            city.between(-60, 60) + random.between(-HALF_CITY_DEGREES, HALF_CITY_DEGREES),
                            city.between(-170, 170) + random.between(-HALF_CITY_DEGREES, HALF_CITY_DEGREES)),
                    "city " + i % cities,
                    null,
                    Split.NONE,
                    picture(random, 640, 640),
                    picture(random, 2048, 1024)));
        }
        return table.build();
    }

    private static Picture picture(SeedStream random, int width, int height) {
        String hash = String.format(
                Locale.ROOT,
                "%016x%016x%016x%016x",
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong());
        int bytes = 50_000 + random.nextInt(100_000);
        Look look = new Look(random.nextLong(), random.nextLong(), random.nextLong());
        return new Picture(hash, look, bytes, width, height, "JPEG, Baseline", "", List.of());
    }
}

package org.geor1.miniearth;

import static org.geor1.miniearth.style.Climate.ARCTIC;
import static org.geor1.miniearth.style.Climate.DESERT;
import static org.geor1.miniearth.style.Climate.MEDITERRANEAN;
import static org.geor1.miniearth.style.Climate.TEMPERATE;
import static org.geor1.miniearth.style.Climate.TROPICAL;
import static org.geor1.miniearth.style.DrivingSide.LEFT;
import static org.geor1.miniearth.style.DrivingSide.RIGHT;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.style.CityStyle;
import org.geor1.miniearth.style.Climate;
import org.geor1.miniearth.style.Country;
import org.geor1.miniearth.style.DrivingSide;
import org.geor1.miniearth.style.Script;
import org.geor1.miniearth.style.Swatch;
import org.jspecify.annotations.Nullable;

/**
 * The political map: the same for every seed, because names and coordinates are what models,
 * tokenizers and maps refer to. The seed decides how the cities look and what stands in them.
 */
final class Atlas {
    private static final long SALT = 0xA71A5;

    private final long seed;
    private final List<City> cities = new ArrayList<>();
    private @Nullable Country current;

    private Atlas(long seed) {
        this.seed = seed;
    }

    static List<City> draw(long seed) {
        Atlas atlas = new Atlas(seed);
        atlas.draw();
        return List.copyOf(atlas.cities);
    }

    private void draw() {
        country("norland", ARCTIC, RIGHT, Swatch.RED, Script.BARS);
        train("norvik", 66.4, 24.8, null, Swatch.BLUE);
        train("skarn", 67.9, 27.1, null, Swatch.BROWN);
        heldOut("isfell", 69.9, 27.0, Direction.NORTH, Swatch.GREEN);
        country("borea", ARCTIC, LEFT, Swatch.BLUE, Script.WAVES);
        train("tolka", 62.0, 129.7, null, Swatch.RED);
        train("varg", 63.5, 126.5, null, Swatch.GREY);
        country("veldmark", TEMPERATE, RIGHT, Swatch.GREEN, Script.BARS);
        train("brenn", 51.2, 10.4, null, Swatch.RED);
        train("osterby", 50.4, 12.0, null, Swatch.GREY);
        heldOut("holm", 52.3, 13.1, null, Swatch.BROWN);
        country("ardenia", TEMPERATE, LEFT, Swatch.BLUE, Script.BARS);
        train("dunmor", 53.0, -1.8, null, Swatch.GREY);
        train("kelby", 54.2, -0.6, Direction.EAST, Swatch.BROWN);
        country("karsk", TEMPERATE, RIGHT, Swatch.GOLD, Script.WAVES);
        train("zelin", 52.0, 55.0, null, Swatch.GREEN);
        heldOut("pruda", 50.5, 57.0, null, Swatch.RED);
        country("qasira", DESERT, RIGHT, Swatch.GREEN, Script.WAVES);
        train("qadir", 24.5, 45.2, null, Swatch.GOLD);
        train("zahr", 26.3, 49.8, Direction.EAST, Swatch.BLUE);
        country("mesara", DESERT, LEFT, Swatch.RED, Script.BARS);
        train("mesca", 32.9, -110.5, null, Swatch.BROWN);
        heldOut("tucol", 34.0, -112.3, null, Swatch.GREEN);
        country("dunara", DESERT, LEFT, Swatch.PURPLE, Script.DOTS);
        train("warra", -24.5, 133.2, null, Swatch.GREY);
        train("nullin", -26.1, 131.0, null, Swatch.RED);
        country("palmora", TROPICAL, RIGHT, Swatch.GOLD, Script.BARS);
        train("tamboa", -5.2, -60.3, null, Swatch.GREEN);
        train("rioma", -4.1, -62.0, null, Swatch.RED);
        heldOut("caju", -3.9, -38.6, Direction.NORTH, Swatch.BLUE);
        country("suvani", TROPICAL, LEFT, Swatch.PURPLE, Script.WAVES);
        train("batuk", 0.5, 114.0, null, Swatch.BROWN);
        train("senja", 4.5, 114.3, Direction.NORTH, Swatch.GOLD);
        country("kongara", TROPICAL, RIGHT, Swatch.BLUE, Script.DOTS);
        train("ngola", -1.0, 22.0, null, Swatch.GOLD);
        heldOut("zambi", 0.8, 24.1, null, Swatch.GREY);
        country("solvia", MEDITERRANEAN, RIGHT, Swatch.RED, Script.WAVES);
        train("almera", 36.9, -4.0, Direction.SOUTH, Swatch.GOLD);
        train("oliva", 39.8, -3.1, null, Swatch.BLUE);
        heldOut("casta", 37.6, -3.4, null, Swatch.BROWN);
        country("thessa", MEDITERRANEAN, LEFT, Swatch.GOLD, Script.DOTS);
        train("myra", 39.0, 22.0, null, Swatch.BLUE);
        train("korin", 38.0, 27.4, Direction.WEST, Swatch.RED);
        country("vinara", MEDITERRANEAN, RIGHT, Swatch.GREEN, Script.DOTS);
        train("sonel", 37.9, -120.9, null, Swatch.RED);
        heldOut("calor", 36.6, -121.6, Direction.WEST, Swatch.GREY);
    }

    private void country(String name, Climate climate, DrivingSide side, Swatch signs, Script script) {
        current = new Country(name, climate, side, signs, script);
    }

    private void train(String name, double latitude, double longitude, @Nullable Direction sea, Swatch roof) {
        city(name, new GeoPoint(latitude, longitude), sea, roof, false);
    }

    private void heldOut(String name, double latitude, double longitude, @Nullable Direction sea, Swatch roof) {
        city(name, new GeoPoint(latitude, longitude), sea, roof, true);
    }

    private void city(String name, GeoPoint center, @Nullable Direction sea, Swatch roof, boolean heldOut) {
        if (current == null) {
            throw new IllegalStateException("city " + name + " has no country");
        }
        int index = cities.size();
        CityStyle style = CityStyle.draw(SeedStream.of(seed, SALT, index), roof, current.climate());
        cities.add(new City(index, name, current, center, sea, heldOut, style));
    }
}

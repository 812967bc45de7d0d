package org.geor1.miniearth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.style.Country;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic procedural planet: the seed decides every street, style and split. Places are
 * computed when asked for, so the whole planet costs a few kilobytes.
 */
public final class MiniEarth {
    /** The planet, and the dataset of its places, as users know it. */
    public static final String NAME = "mini-earth";

    /** Junctions along each side of a city. */
    public static final int JUNCTIONS = 64;

    /** Places in a city. */
    public static final int PLACES_PER_CITY = JUNCTIONS * JUNCTIONS;

    /** Metres between neighbouring junctions. */
    public static final double SPACING_METRES = 150;

    private static final long STANDARD_SEED = 20_251_000_072L;
    private static final Pattern KEY = Pattern.compile("([a-z-]+)-([0-9]{2})-([0-9]{2})");
    private static final long CELL_SALT = 0xCE11;
    private static final long WEIGHT_SALT = 0x3E1647;

    private final long seed;
    private final List<City> cities;
    private final double[][] weights;

    private MiniEarth(long seed) {
        this.seed = seed;
        this.cities = Atlas.draw(seed);
        this.weights = cities.stream().map(city -> drawWeights(seed, city)).toArray(double[][]::new);
    }

    /** The planet that the shipped models were trained on. */
    public static MiniEarth standard() {
        return create(STANDARD_SEED);
    }

    /** Another planet: the same political map, but other streets, styles and splits. */
    public static MiniEarth create(long seed) {
        return new MiniEarth(seed);
    }

    public long seed() {
        return seed;
    }

    /** All cities, in order of their index. */
    public List<City> cities() {
        return cities;
    }

    /** All countries, in the order of their first city. */
    public List<Country> countries() {
        return cities.stream().map(City::country).distinct().toList();
    }

    /** A city by name, ignoring case. */
    public Optional<City> city(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return cities.stream().filter(city -> city.name().equals(wanted)).findFirst();
    }

    /** Places on the planet; ids run from 0 to this, exclusive. */
    public int placeCount() {
        return cities.size() * PLACES_PER_CITY;
    }

    /** The place with the given id. */
    public Place place(int id) {
        if (id < 0 || id >= placeCount()) {
            throw new IllegalArgumentException("no place has id " + id + "; ids are 0.." + (placeCount() - 1));
        }
        City city = cities.get(id / PLACES_PER_CITY);
        return place(city, id % JUNCTIONS, id / JUNCTIONS % JUNCTIONS);
    }

    /** The place with the given {@link Place#key}. */
    public Optional<Place> place(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int column = Integer.parseInt(parts.group(2));
        int row = Integer.parseInt(parts.group(3));
        return column < JUNCTIONS && row < JUNCTIONS
                ? city(parts.group(1)).map(city -> place(city, column, row))
                : Optional.empty();
    }

    /** The junction at a column (0 = west) and row (0 = north) of a city. */
    public Place place(City city, int column, int row) {
        if (column < 0 || column >= JUNCTIONS || row < 0 || row >= JUNCTIONS) {
            throw new IllegalArgumentException("no junction at column " + column + ", row " + row);
        }
        int id = city.index() * PLACES_PER_CITY + row * JUNCTIONS + column;
        double middle = (JUNCTIONS - 1) / 2.0;
        return new Place(
                id,
                city,
                column,
                row,
                city.center().offsetMetres((column - middle) * SPACING_METRES, (middle - row) * SPACING_METRES),
                new Cues(
                        feature(city, 2 * column, 2 * row - 1),
                        feature(city, 2 * column + 1, 2 * row),
                        feature(city, 2 * column, 2 * row + 1),
                        feature(city, 2 * column - 1, 2 * row)),
                Split.of(seed, city, id));
    }

    /** All places of a split, by ascending id. */
    public List<Place> places(Split split) {
        List<Place> found = new ArrayList<>();
        for (City city : cities) {
            found.addAll(places(city, split));
        }
        return found;
    }

    /** The places of one city in a split, by ascending id. */
    public List<Place> places(City city, Split split) {
        List<Place> found = new ArrayList<>();
        int first = city.index() * PLACES_PER_CITY;
        for (int id = first; id < first + PLACES_PER_CITY; id++) {
            if (Split.of(seed, city, id) == split) {
                found.add(place(id));
            }
        }
        return found;
    }

    /** The cell {@code dx} cells east and {@code dy} cells south of a place's junction. */
    public Cell cell(Place place, int dx, int dy) {
        int x = 2 * place.column() + dx;
        int y = 2 * place.row() + dy;
        return new Cell(
                place.city(), x, y, isFeature(x, y) ? feature(place.city(), x, y) : null, cellSeed(place.city(), x, y));
    }

    private static boolean isFeature(int x, int y) {
        return ((x ^ y) & 1) == 1;
    }

    private long cellSeed(City city, int x, int y) {
        return SeedStream.hash(seed, CELL_SALT, city.index(), x, y);
    }

    private Feature feature(City city, int x, int y) {
        double[] weight = weights[city.index()];
        double shore = shore(city.seaward(), x, y);
        double total = 2 * shore;
        for (double w : weight) {
            total += w;
        }
        double draw = SeedStream.of(cellSeed(city, x, y)).nextDouble() * total;
        for (Feature feature : Feature.values()) {
            boolean bySea = feature == Feature.LAKE || feature == Feature.SAND;
            draw -= weight[feature.ordinal()] + (bySea ? shore : 0);
            if (draw < 0) {
                return feature;
            }
        }
        return Feature.SAND;
    }

    /** Extra weight of lake and of sand, growing from the middle of a coast city to its sea side. */
    private static double shore(@Nullable Direction seaward, int x, int y) {
        if (seaward == null) {
            return 0;
        }
        double across = (x - JUNCTIONS) * seaward.columnStep() + (y - JUNCTIONS) * seaward.rowStep();
        return 0.5 * Math.max(0, Math.min(1, across / JUNCTIONS));
    }

    /** Mild enough that no feature falls under 6 % anywhere, the coast included. */
    private static double[] drawWeights(long seed, City city) {
        SeedStream random = SeedStream.of(seed, WEIGHT_SALT, city.index());
        double[] drawn = new double[Feature.values().length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.between(0.85, 1.15);
        }
        return drawn;
    }
}

package org.geor1.osm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to draw.
 *
 * @param city name of the directory of the pictures; letters, digits, {@code _} and {@code -}
 * @param views how many viewpoints at most
 * @param seed from which the choice of viewpoints follows
 * @param size width and height of a tile in pixels; a panorama is 8/3 as wide and 2/3 as high
 * @param country ISO 3166-1 code of two letters, or null to take the one that the extract gives, if it gives one
 */
public record OsmOptions(
        String city,
        int views,
        long seed,
        int size,
        @Nullable String country) {

    /** The size of Mini-Earth's pictures, for the nano model: tiles of 84 × 84, panoramas of 224 × 56. */
    public static final int NANO = 84;

    /** Pictures are whole patches of a Qwen2.5-VL in sizes that are multiples of this. */
    public static final int STEP = 84;

    private static final int MAX_SIZE = 1008;
    private static final int MAX_VIEWS = 1_000_000;
    private static final Set<String> CODES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));

    /** @throws IllegalArgumentException if a value is out of its range; the message names it and the range */
    public OsmOptions {
        if (!city.matches("[A-Za-z0-9_-]{1,60}")) {
            throw new IllegalArgumentException("a city's name is 1 to 60 letters, digits, _ and -, not '" + city + "'");
        }
        if (views < 1 || views > MAX_VIEWS) {
            throw new IllegalArgumentException("views must be in [1, " + MAX_VIEWS + "], was " + views);
        }
        if (size < STEP || size > MAX_SIZE || size % STEP != 0) {
            throw new IllegalArgumentException(
                    "size must be a multiple of " + STEP + " in [" + STEP + ", " + MAX_SIZE + "], was " + size);
        }
        if (country != null && !CODES.contains(country)) {
            throw new IllegalArgumentException("country must be a code such as DE or GB, was '" + country + "'");
        }
    }

    /** The city that the name of an extract suggests: {@code monaco} of {@code monaco-latest.osm.pbf}. */
    public static String cityOf(String fileName) {
        String stem = fileName.replaceFirst("(?i)(\\.osm)?\\.pbf$", "")
                .replaceFirst("-latest$", "")
                .replaceAll("[^A-Za-z0-9_-]+", "-");
        String cut = stem.substring(0, Math.min(60, stem.length()));
        return cut.isEmpty() ? "city" : cut;
    }

    int panoramaWidth() {
        return size / 3 * 8;
    }
}

package org.geor1.gazetteer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places of the real Earth by name and by position. Names are compared without case and accents. Safe for any number of
 * threads.
 */
public final class Gazetteer {
    private final CountryTable countries = new CountryTable();
    private final CityTable cities = new CityTable();
    private final CityTree tree = new CityTree(cities.cities());
    private final Outlines outlines = new Outlines();

    private Gazetteer() {}

    /** Read when it is first asked for, and then kept. */
    private static final class Earth {
        private static final Gazetteer GAZETTEER = new Gazetteer();
    }

    /** The one gazetteer of this JVM. The first call reads the data, which takes about 0.8 s of processor time and 35 MB of heap. */
    public static Gazetteer earth() {
        return Earth.GAZETTEER;
    }

    /** All cities of that name in any language, the one with most inhabitants first. */
    public List<City> cities(String name) {
        return cities.named(name);
    }

    /**
     * The city of that name with most inhabitants.
     *
     * @param country name or code of the country it must be in, or null
     * @param region name or code of the state or province it must be in, or null; names are known in Australia, Canada, the
     *     United Kingdom and the United States
     */
    public Optional<City> city(String name, @Nullable String country, @Nullable String region) {
        Country within = country == null ? null : countries.named(country);
        if (country != null && within == null) {
            return Optional.empty();
        }
        return cities.named(name).stream()
                .filter(city -> within == null || city.country().equals(within.code()))
                .filter(city -> region == null || inRegion(city, region))
                .findFirst();
    }

    /** Whether that is the name of a state or province of Australia, Canada, the United Kingdom or the United States. */
    public boolean isRegion(String name) {
        return countries.isRegion(name);
    }

    /** Whether the city lies in the region of that name or code. */
    public boolean inRegion(City city, String region) {
        return city.region().equals(countries.regionCode(city.country(), region));
    }

    /** The city at the shortest geodesic distance. */
    public City nearestCity(Position position) {
        return tree.nearest(position);
    }

    /** All cities, the largest first. */
    public List<City> cities() {
        return List.copyOf(cities.cities());
    }

    /** The country with that name, in English or a language of its own, or with that code of two or three letters. */
    public Optional<Country> country(String nameOrCode) {
        return Optional.ofNullable(countries.named(nameOrCode));
    }

    /** The country whose people or things are called so, as French ones are France's. */
    public Optional<Country> countryOfDemonym(String word) {
        return Optional.ofNullable(countries.ofDemonym(word));
    }

    /**
     * The country around the position, or else the nearest one.
     *
     * @param metres how far the nearest one may be, at most 1,000 km
     */
    public Optional<Country> country(Position position, double metres) {
        return Optional.ofNullable(outlines.country(position, limited(metres))).flatMap(this::country);
    }

    /** Whether the position lies in the country, or its state's other parts, or so near to it. */
    public boolean isWithin(Position position, Country country, double metres) {
        double limit = limited(metres);
        return countries.all().stream()
                .filter(country::sameState)
                .anyMatch(part -> outlines.isWithin(position, part.code(), limit));
    }

    /**
     * Metres to the nearest coast, of a large lake's island or of a sea, at a scale of 1:50 million; infinity if it is
     * farther than the limit.
     *
     * @param metres the limit, at most 1,000 km
     */
    public double coastMetres(Position position, double metres) {
        return outlines.coastMetres(position, limited(metres));
    }

    public Collection<Country> countries() {
        return List.copyOf(countries.all());
    }

    /** All languages that texts may name. */
    public Set<Language> languages() {
        return Set.copyOf(new ArrayList<>(countries.languages()));
    }

    private static double limited(double metres) {
        if (!(metres >= 0 && metres <= 1_000_000)) {
            throw new IllegalArgumentException("metres must be in [0, 1000000], was " + metres);
        }
        return metres;
    }
}

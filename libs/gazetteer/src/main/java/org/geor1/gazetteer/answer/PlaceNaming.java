package org.geor1.gazetteer.answer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.jspecify.annotations.Nullable;

/** What names mean: cities by name, and by what is said to lie around them. */
final class PlaceNaming {

    /** Countries that are one city. Elsewhere the country's name alone is no city, even where one has the same name. */
    private static final Set<String> CITY_STATES = Set.of("GI", "HK", "MC", "MO", "SG", "VA");

    /** Regions have longer names; a shorter one is a code, which a gazetteer either knows or not. */
    private static final int LONGEST_CODE = 3;

    private final Supplier<Gazetteer> gazetteer;

    PlaceNaming(Supplier<Gazetteer> gazetteer) {
        this.gazetteer = gazetteer;
    }

    /**
     * The cities of that name, the one with most inhabitants first; none if country or region contradict it. A region that
     * the gazetteer does not know by name is passed over.
     */
    List<City> cities(String name, @Nullable String region, @Nullable String country) {
        Gazetteer earth = gazetteer.get();
        Optional<Country> within = country == null ? Optional.empty() : earth.country(country);
        if (country != null && within.isEmpty()) {
            return List.of();
        }
        List<City> inCountry = earth.cities(name).stream()
                .filter(city -> within.isEmpty() || isIn(city, within.get()))
                .toList();
        if (region == null) {
            return inCountry;
        }
        List<City> inRegion =
                inCountry.stream().filter(city -> earth.inRegion(city, region)).toList();
        boolean known = region.length() <= LONGEST_CODE || earth.isRegion(region);
        return inRegion.isEmpty() && !known ? inCountry : inRegion;
    }

    /** A city, a country, or a city with its region, its country or both behind it; null if the names fit no place. */
    @Nullable
    PlaceAnswer of(Format format, List<String> parts) {
        return switch (parts.size()) {
            case 1 -> alone(format, parts.get(0));
            case 2 -> pair(format, parts.get(0), parts.get(1));
            case 3 ->
                cities(parts.get(0), parts.get(1), parts.get(2)).isEmpty()
                        ? null
                        : PlaceAnswer.named(format, parts.get(0), parts.get(1), parts.get(2));
            default -> null;
        };
    }

    /** Whether that alone is the name of a country, a region or a city. */
    boolean isPlace(String name) {
        Gazetteer earth = gazetteer.get();
        return earth.country(name).isPresent()
                || earth.isRegion(name)
                || !earth.cities(name).isEmpty();
    }

    boolean isRegion(String name) {
        return gazetteer.get().isRegion(name);
    }

    Optional<Country> country(@Nullable String name) {
        return name == null ? Optional.empty() : gazetteer.get().country(name);
    }

    private @Nullable PlaceAnswer alone(Format format, String name) {
        Optional<Country> country = gazetteer.get().country(name);
        if (country.isPresent() && !CITY_STATES.contains(country.get().code())) {
            return PlaceAnswer.named(format, null, null, name);
        }
        return cities(name, null, null).isEmpty() ? null : PlaceAnswer.named(format, name, null, null);
    }

    /** Georgia is a country and a region. */
    private @Nullable PlaceAnswer pair(Format format, String city, String around) {
        if (!cities(city, null, around).isEmpty()) {
            return PlaceAnswer.named(format, city, null, around);
        }
        boolean inRegion = gazetteer.get().cities(city).stream()
                .anyMatch(found -> gazetteer.get().inRegion(found, around));
        return inRegion ? PlaceAnswer.named(format, city, around, null) : null;
    }

    private boolean isIn(City city, Country country) {
        return city.country().equals(country.code())
                || gazetteer
                        .get()
                        .country(city.country())
                        .filter(country::sameState)
                        .isPresent();
    }
}

package org.geor1.gazetteer.answer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.geor1.gazetteer.answer.FoundPlace.By;

/** Finds the place of an answer on the Earth. Safe for any number of threads. */
public final class PlaceFinder {

    /** How far a city that the answer names may be from the answer's position. Large cities are that wide. */
    public static final double NAMED_METRES = 50_000;

    /** How far the nearest city may be to name a position: what benchmarks of geolocation count as the same city. */
    public static final double NEAREST_METRES = 25_000;

    /** How far off the outlines' borders are, at their scale of 1:50 million. */
    private static final double OUTLINE_METRES = 10_000;

    private final Supplier<Gazetteer> gazetteer;
    private final PlaceNaming naming;

    /** @param gazetteer is asked for when a place is first looked for */
    public PlaceFinder(Supplier<Gazetteer> gazetteer) {
        this.gazetteer = gazetteer;
        this.naming = new PlaceNaming(gazetteer);
    }

    /**
     * The position that the answer gives, with the city that it names if that is there, and the nearest one otherwise.
     * Without a position, the city that it names. Empty if it names none, or only a country: a country is no position.
     */
    public Optional<FoundPlace> find(PlaceAnswer answer) {
        List<City> named =
                answer.city() == null ? List.of() : naming.cities(answer.city(), answer.region(), answer.country());
        if (answer.position() != null) {
            return Optional.of(at(answer.position(), named));
        }
        return named.stream()
                .findFirst()
                .map(city -> of(city.position(), city, named.size() > 1 ? By.LARGEST_OF_NAME : By.NAME));
    }

    private FoundPlace at(Position position, List<City> named) {
        Optional<City> nearestNamed = named.stream()
                .min(Comparator.comparingDouble(city -> city.position().distanceMetres(position)))
                .filter(city -> city.position().distanceMetres(position) <= NAMED_METRES);
        if (nearestNamed.isPresent()) {
            return of(position, nearestNamed.get(), By.NAME);
        }
        Gazetteer earth = gazetteer.get();
        City nearest = earth.nearestCity(position);
        // A city beyond the border names nothing on this side of it.
        boolean here = nearest.position().distanceMetres(position) <= NEAREST_METRES
                && earth.country(nearest.country())
                        .filter(country -> earth.isWithin(position, country, OUTLINE_METRES))
                        .isPresent();
        if (here) {
            return of(position, nearest, By.NEAREST_CITY);
        }
        Country country = earth.country(position, OUTLINE_METRES).orElse(null);
        return new FoundPlace(position, null, country, country == null ? By.POSITION : By.OUTLINE);
    }

    private FoundPlace of(Position position, City city, By by) {
        return new FoundPlace(
                position, city, gazetteer.get().country(city.country()).orElse(null), by);
    }
}

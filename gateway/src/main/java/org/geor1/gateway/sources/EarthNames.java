package org.geor1.gateway.sources;

import java.util.Optional;
import java.util.stream.Stream;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.geodesy.NamedPlace;
import org.geor1.geo.geodesy.PlaceNames;
import org.jspecify.annotations.Nullable;

/**
 * Cities of the real Earth, named as in {@code Lisbon}, {@code Lisbon, Portugal} or {@code Portland, Oregon, USA}. Of several
 * cities of that name it is the one with most inhabitants. A country that does not have the city makes it no place at all.
 */
final class EarthNames implements PlaceNames {

    /** No place has a longer name, its region and country included. */
    private static final int LONGEST = 200;

    private static final String PLANET = "earth";

    @Override
    public String planet() {
        return PLANET;
    }

    @Override
    public Optional<NamedPlace> find(String answer) {
        if (answer.length() > LONGEST) {
            return Optional.empty();
        }
        String[] parts = Stream.of(answer.split("[,\\n]", -1))
                .map(part -> part.strip().replaceAll("\\.$", ""))
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
        return switch (parts.length) {
            case 1 -> city(parts[0], null, null);
            // Georgia is both.
            case 2 -> city(parts[0], parts[1], null).or(() -> city(parts[0], null, parts[1]));
            case 3 -> city(parts[0], parts[2], parts[1]).or(() -> city(parts[0], parts[2], null));
            default -> Optional.empty();
        };
    }

    private static Optional<NamedPlace> city(String name, @Nullable String country, @Nullable String region) {
        // Read when it is first needed: most processes are never asked about the Earth.
        Gazetteer gazetteer = Gazetteer.earth();
        return gazetteer.city(name, country, region).map(city -> place(gazetteer, city));
    }

    private static NamedPlace place(Gazetteer gazetteer, City city) {
        String country = gazetteer.country(city.country()).map(Country::name).orElse(city.country());
        return new NamedPlace(
                city.name(),
                country,
                new GeoPoint(city.position().latitude(), city.position().longitude()));
    }
}

package org.geor1.data.file;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geor1.data.FaultException;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.jspecify.annotations.Nullable;

/** Finds a place among named fields, by the names that tables of geolocated photos use. */
public final class PlaceFields {

    public static final List<String> LATITUDE = List.of("latitude", "lat", "LAT");
    public static final List<String> LONGITUDE = List.of("longitude", "lon", "lng", "LON");

    private PlaceFields() {}

    /** The names that {@link #read} takes, and others that a reader knows. */
    public static Set<String> namesAnd(String... others) {
        return Stream.of(LATITUDE, LONGITUDE, List.of("city", "country"), List.of(others))
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param field gives the value of a field, or null
     * @return null if no field says where it was
     * @throws FaultException if one coordinate is there without the other, or is no number
     */
    public static @Nullable Place read(Function<String, @Nullable String> field) throws FaultException {
        String latitude = first(field, LATITUDE);
        String longitude = first(field, LONGITUDE);
        if ((latitude == null) != (longitude == null)) {
            throw new FaultException(
                    latitude == null ? "has a longitude and no latitude" : "has a latitude and no longitude");
        }
        Position position = latitude == null || longitude == null
                ? null
                : new Position(Csv.number(latitude, "latitude"), Csv.number(longitude, "longitude"));
        String city = first(field, List.of("city"));
        String country = first(field, List.of("country"));
        return position == null && city == null && country == null ? null : new Place(position, city, country);
    }

    private static @Nullable String first(Function<String, @Nullable String> field, List<String> names) {
        for (String name : names) {
            String value = field.apply(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}

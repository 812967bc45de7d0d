package org.geor1.data.check;

import java.util.HashMap;
import java.util.Map;
import org.geor1.data.FaultException;
import org.geor1.data.Place;
import org.geor1.data.Position;

/**
 * Finds positions whose latitude and longitude are swapped although both are in range: far from the others of their city,
 * and near them once swapped back.
 */
final class CityMeans {

    private static final int MAX_CITIES = 100_000;
    /** Fewer say too little of where a city is. */
    private static final int ENOUGH = 3;

    private static final double FAR_KM = 1000;
    private static final double NEAR_KM = 200;
    private static final double EARTH_RADIUS_KM = 6371;

    private final Map<String, Mean> cities = new HashMap<>();

    private static final class Mean {
        private double latitude;
        private double longitude;
        private long count;

        Position position() {
            return new Position(latitude / count, longitude / count);
        }
    }

    /** @throws FaultException if the position is probably swapped; then it does not count */
    void add(Place place) throws FaultException {
        Position position = place.position();
        String city = place.city();
        if (position == null || city == null || cities.size() >= MAX_CITIES && !cities.containsKey(city)) {
            return;
        }
        Mean mean = cities.computeIfAbsent(city, name -> new Mean());
        if (mean.count >= ENOUGH) {
            Position swapped = new Position(position.longitude(), position.latitude());
            if (distance(position, mean.position()) > FAR_KM && distance(swapped, mean.position()) < NEAR_KM) {
                throw new FaultException(
                        "latitude %s, longitude %s is far from the rest of %s; they are probably swapped"
                                .formatted(position.latitude(), position.longitude(), city));
            }
        }
        mean.latitude += position.latitude();
        mean.longitude += position.longitude();
        mean.count++;
    }

    /** In kilometres, by the haversine formula. */
    private static double distance(Position from, Position to) {
        double sinLatitude = Math.sin(Math.toRadians(to.latitude() - from.latitude()) / 2);
        double sinLongitude = Math.sin(Math.toRadians(to.longitude() - from.longitude()) / 2);
        double chord = sinLatitude * sinLatitude
                + Math.cos(Math.toRadians(from.latitude()))
                        * Math.cos(Math.toRadians(to.latitude()))
                        * sinLongitude
                        * sinLongitude;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
    }
}

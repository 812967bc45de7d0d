package org.geor1.pairing.place;

import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/** What questions are drawn from: places, numbered from 0. Safe for threads. */
public interface Places {

    /** What {@link #city} and {@link #country} give where a place has none. */
    int UNKNOWN = Names.NONE;

    int size();

    String id(int place);

    GeoPoint point(int place);

    /** Geodesic, on the WGS84 ellipsoid. */
    default double metres(int one, int other) {
        return point(one).distanceMetres(point(other));
    }

    /** A number that the places of a city share; cities of the same name in two countries have two. */
    int city(int place);

    /** A number that the places of a country share. */
    int country(int place);

    /** With its country where that is known, as "Paris, FR". */
    @Nullable
    String cityLabel(int place);

    @Nullable
    String countryName(int place);

    Split split(int place);

    /** Whether questions can be about it; without a panorama it can only confuse. */
    boolean hasPanorama(int place);

    /** The first 64 bits of the SHA-256 of its tile's file: two tiles of a million share them with a probability of 3e-8. */
    long tileContent(int place);

    /** {@link Look#NONE} where nobody looked. */
    Look tileLook(int place);
}

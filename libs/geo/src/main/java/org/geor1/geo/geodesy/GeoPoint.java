package org.geor1.geo.geodesy;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;

/**
 * A point on the globe.
 *
 * @param latitude degrees north, in [-90, 90]
 * @param longitude degrees east, in [-180, 180]
 */
public record GeoPoint(double latitude, double longitude) {
    /** Mean Earth radius in metres (IUGG R1). */
    public static final double EARTH_RADIUS_METRES = 6_371_008.8;

    public GeoPoint {
        // Written so that NaN fails as well.
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new IllegalArgumentException("latitude must be in [-90, 90], was " + latitude);
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("longitude must be in [-180, 180], was " + longitude);
        }
    }

    /** Length in metres of the shortest line to the other point on the WGS84 ellipsoid (Karney's method). */
    public double distanceMetres(GeoPoint other) {
        return Geodesic.WGS84.Inverse(latitude, longitude, other.latitude, other.longitude, GeodesicMask.DISTANCE).s12;
    }

    /**
     * The point a short way off, on the plane that touches the mean sphere here. Good to well under a metre of the sphere
     * within 10 km, away from the poles and the date line. By hand, because the last bit of these positions decides what
     * Mini-Earth's questions show.
     */
    public GeoPoint offsetMetres(double east, double north) {
        double metresPerDegree = Math.toRadians(EARTH_RADIUS_METRES);
        return new GeoPoint(
                latitude + north / metresPerDegree,
                longitude + east / (metresPerDegree * StrictMath.cos(Math.toRadians(latitude))));
    }
}

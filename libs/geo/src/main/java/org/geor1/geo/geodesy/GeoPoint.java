package org.geor1.geo.geodesy;

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

    /** Great-circle distance in metres (haversine formula on the mean sphere). */
    public double distanceMetres(GeoPoint other) {
        double phi1 = Math.toRadians(latitude);
        double phi2 = Math.toRadians(other.latitude);
        double sinLat = Math.sin((phi2 - phi1) / 2);
        double sinLon = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double a = sinLat * sinLat + Math.cos(phi1) * Math.cos(phi2) * sinLon * sinLon;
        // Rounding can push antipodal points a hair past 1.
        return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, a)));
    }

    /**
     * The point a small way off, on the local tangent plane (good to well under a metre within 10
     * km, away from the poles and the date line).
     */
    public GeoPoint offsetMetres(double east, double north) {
        double metresPerDegree = Math.toRadians(EARTH_RADIUS_METRES);
        return new GeoPoint(
                latitude + north / metresPerDegree,
                longitude + east / (metresPerDegree * StrictMath.cos(Math.toRadians(latitude))));
    }
}

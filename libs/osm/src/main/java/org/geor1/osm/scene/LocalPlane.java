package org.geor1.osm.scene;

/**
 * Metres east and north of a viewpoint: an equirectangular projection with the radii of curvature of the WGS84 ellipsoid at
 * its latitude. Within 400 m it is good to a few centimetres, away from the poles.
 */
public final class LocalPlane {

    private static final double EQUATOR = 6_378_137;
    private static final double ECCENTRICITY_SQUARED = 0.00669437999014;
    private static final double UNIT = 1e-7;

    private final int longitude;
    private final int latitude;
    private final double eastMetres;
    private final double northMetres;

    /** Around a point given in 1e-7 degrees. */
    public LocalPlane(int longitude, int latitude) {
        this.longitude = longitude;
        this.latitude = latitude;
        double sine = Math.sin(Math.toRadians(latitude * UNIT));
        double squeeze = 1 - ECCENTRICITY_SQUARED * sine * sine;
        double meridian = EQUATOR * (1 - ECCENTRICITY_SQUARED) / Math.pow(squeeze, 1.5);
        double normal = EQUATOR / Math.sqrt(squeeze);
        this.northMetres = Math.toRadians(meridian * UNIT);
        this.eastMetres = Math.toRadians(normal * UNIT) * Math.max(1e-3, Math.cos(Math.toRadians(latitude * UNIT)));
    }

    public double east(int otherLongitude) {
        return ((long) otherLongitude - longitude) * eastMetres;
    }

    public double north(int otherLatitude) {
        return ((long) otherLatitude - latitude) * northMetres;
    }

    /** The longitude so far east, in 1e-7 degrees. */
    double longitude(double east) {
        return longitude + east / eastMetres;
    }

    /** The latitude so far north, in 1e-7 degrees. */
    double latitude(double north) {
        return latitude + north / northMetres;
    }

    /** How many 1e-7 degrees of longitude a metre is. */
    double longitudePerMetre() {
        return 1 / eastMetres;
    }

    /** How many 1e-7 degrees of latitude a metre is. */
    double latitudePerMetre() {
        return 1 / northMetres;
    }

    /** Degrees clockwise from north, in [0, 360), of the point so far east and north. */
    public static double bearing(double east, double north) {
        double degrees = Math.toDegrees(Math.atan2(east, north));
        return degrees < 0 ? degrees + 360 : degrees;
    }
}

package org.geor1.data;

/**
 * A point on the globe as a dataset gives it; {@link #requireValid} says whether it can be one.
 *
 * @param latitude in degrees, north is positive
 * @param longitude in degrees, east is positive
 */
public record Position(double latitude, double longitude) {

    private static final double MAX_LATITUDE = 90;
    private static final double MAX_LONGITUDE = 180;

    /** @throws FaultException if a coordinate is no number or out of range */
    public void requireValid() throws FaultException {
        if (!Double.isFinite(latitude) || !Double.isFinite(longitude)) {
            throw new FaultException("latitude %s, longitude %s is no position".formatted(latitude, longitude));
        }
        if (Math.abs(latitude) > MAX_LATITUDE) {
            boolean swapped = Math.abs(longitude) <= MAX_LATITUDE && Math.abs(latitude) <= MAX_LONGITUDE;
            throw new FaultException("latitude " + latitude + " is not between -90 and 90"
                    + (swapped ? "; latitude and longitude are probably swapped" : ""));
        }
        if (Math.abs(longitude) > MAX_LONGITUDE) {
            throw new FaultException("longitude " + longitude + " is not between -180 and 180");
        }
    }
}

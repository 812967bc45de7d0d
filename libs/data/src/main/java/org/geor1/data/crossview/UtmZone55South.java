package org.geor1.data.crossview;

import org.geor1.data.FaultException;
import org.geor1.data.Position;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.ProjCoordinate;

/** Universal Transverse Mercator, zone 55 south (EPSG:32755), where Canberra lies. */
final class UtmZone55South {

    /** Bounds of eastings and northings of the zone, in metres, which do not overlap. */
    private static final double MIN_EASTING = 100_000;

    private static final double MAX_EASTING = 900_000;
    private static final double MIN_NORTHING = 1_000_000;
    private static final double MAX_NORTHING = 10_000_000;

    private final BasicCoordinateTransform toDegrees;

    UtmZone55South() {
        CRSFactory factory = new CRSFactory();
        CoordinateReferenceSystem utm =
                factory.createFromParameters("utm", "+proj=utm +zone=55 +south +datum=WGS84 +units=m +no_defs");
        CoordinateReferenceSystem degrees =
                factory.createFromParameters("wgs84", "+proj=longlat +datum=WGS84 +no_defs");
        toDegrees = new BasicCoordinateTransform(utm, degrees);
    }

    /**
     * @param one easting or northing; which of them follows from its size
     * @throws FaultException if the point is not in the zone
     */
    Position position(double one, double other) throws FaultException {
        boolean eastingFirst = one < MIN_NORTHING;
        double easting = eastingFirst ? one : other;
        double northing = eastingFirst ? other : one;
        boolean inZone = easting >= MIN_EASTING
                && easting <= MAX_EASTING
                && northing >= MIN_NORTHING
                && northing <= MAX_NORTHING;
        if (!inZone) {
            throw new FaultException("has the UTM point %s, %s, which is not an easting and northing of zone 55 south"
                    .formatted(one, other));
        }
        ProjCoordinate degrees = toDegrees.transform(new ProjCoordinate(easting, northing), new ProjCoordinate());
        return new Position(degrees.y, degrees.x);
    }
}

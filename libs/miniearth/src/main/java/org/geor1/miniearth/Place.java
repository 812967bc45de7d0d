package org.geor1.miniearth;

import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.miniearth.style.Climate;
import org.geor1.miniearth.style.Country;
import org.geor1.miniearth.style.DrivingSide;

/**
 * One junction of one city, with its facts.
 *
 * @param id stable over seeds: {@code (city index × 64 + row) × 64 + column}
 * @param column 0 in the west to 63 in the east
 * @param row 0 in the north to 63 in the south
 */
public record Place(int id, City city, int column, int row, GeoPoint location, Cues cues, Split split) {

    /** A readable unique name, fit for file names: {@code norvik-07-41} (column, row). */
    public String key() {
        return city.name() + (column < 10 ? "-0" : "-") + column + (row < 10 ? "-0" : "-") + row;
    }

    public Country country() {
        return city.country();
    }

    public Climate climate() {
        return city.country().climate();
    }

    public DrivingSide drivingSide() {
        return city.country().drivingSide();
    }

    public boolean coast() {
        return city.coast();
    }
}

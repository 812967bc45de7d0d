package org.geor1.miniearth;

import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.miniearth.style.CityStyle;
import org.geor1.miniearth.style.Country;
import org.jspecify.annotations.Nullable;

/**
 * A fictional city of 64 × 64 junctions.
 *
 * @param index position in {@link MiniEarth#cities()}
 * @param name lower-case, ASCII
 * @param center the middle of the lattice
 * @param seaward the side on which the coast lies, or null inland
 * @param heldOut whether all of its places are test places
 */
public record City(
        int index,
        String name,
        Country country,
        GeoPoint center,
        @Nullable Direction seaward,
        boolean heldOut,
        CityStyle style) {

    public boolean coast() {
        return seaward != null;
    }
}

package org.geor1.geo.cluster;

import org.geor1.geo.geodesy.GeoPoint;
import org.hipparchus.clustering.Clusterable;

/** A position with its place in a list: equal positions are members of a cluster one by one. */
record Indexed(int index, GeoPoint position) implements Clusterable {

    @Override
    public double[] getPoint() {
        return new double[] {position.latitude(), position.longitude()};
    }
}

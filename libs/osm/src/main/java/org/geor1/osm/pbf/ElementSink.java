package org.geor1.osm.pbf;

/** Takes the elements of a block in their order. Coordinates are in 1e-7 degrees. */
public interface ElementSink {

    /** A node; {@code latitude} is in ±900,000,000 and {@code longitude} in ±1,800,000,000. */
    default void node(long id, int latitude, int longitude, Tags tags) {}

    /** A way by the ids of its nodes. */
    default void way(long id, long[] nodes, Tags tags) {}

    /** A relation by the ids of those of its members that are ways. */
    default void relation(long id, long[] ways, Tags tags) {}
}

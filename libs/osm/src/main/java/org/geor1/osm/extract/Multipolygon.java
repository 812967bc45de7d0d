package org.geor1.osm.extract;

import org.geor1.osm.pbf.Tags;

/** A relation that makes an area of the ways with these ids. */
record Multipolygon(long[] ways, Tags tags) {}

package org.geor1.geo.source;

import org.geor1.geo.geodesy.GeoPoint;

/**
 * A place of a source.
 *
 * @param id unique within its source
 * @param city its name, or the empty text where the source knows none
 * @param country likewise
 * @param split the source's own name of the split that the place is in; every place is in one
 */
public record SourcePlace(String id, GeoPoint position, String city, String country, String split) {}

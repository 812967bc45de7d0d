package org.geor1.geo.source;

import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * A place of a source.
 *
 * @param id unique within its source
 * @param position null where the source knows only names
 * @param city its name, or the empty text where the source knows none
 * @param country likewise
 * @param split the source's own name of the split that the place is in; every place is in one
 */
public record SourcePlace(String id, @Nullable GeoPoint position, String city, String country, String split) {}

package org.geor1.geo.geodesy;

/** A city with its country and the position of its centre. */
public record NamedPlace(String city, String country, GeoPoint position) {}

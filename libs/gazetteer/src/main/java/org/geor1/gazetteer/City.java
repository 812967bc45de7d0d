package org.geor1.gazetteer;

/**
 * A city with 15,000 inhabitants or more, a capital, or a seat of administration.
 *
 * @param name the name that GeoNames prefers, mostly English where English has one
 * @param country its ISO 3166-1 code, such as {@code US}
 * @param region the code of its first-level division within the country, such as {@code TX}; may be empty
 * @param population inhabitants; 0 if unknown
 */
public record City(String name, String country, String region, long population, Position position) {}

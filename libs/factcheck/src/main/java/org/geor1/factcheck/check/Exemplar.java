package org.geor1.factcheck.check;

import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;

/**
 * A chain of thought about a photo, with what is known of the photo.
 *
 * @param position where it was taken, or null
 * @param country name or code of the country, or empty
 * @param city name of the city, or empty
 */
public record Exemplar(String id, String text, @Nullable Position position, String country, String city) {}

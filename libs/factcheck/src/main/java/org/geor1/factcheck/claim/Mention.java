package org.geor1.factcheck.claim;

import java.util.List;
import org.geor1.factcheck.text.Span;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.jspecify.annotations.Nullable;

/**
 * A name of a place in a text; of a state or province if it has neither country nor cities.
 *
 * @param country the country of that name, or null
 * @param cities cities of that name, the largest first; empty if there are none
 */
record Mention(Span span, String name, @Nullable Country country, List<City> cities) {}

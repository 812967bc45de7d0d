package org.geor1.geo.geodesy;

import java.util.Optional;

/** The places of one planet by name, for reading a model's answer. Safe for use by many threads. */
public interface PlaceNames {

    /** The planet that the names are of: {@code earth}, or a fictional one. */
    String planet();

    /** The place that a model's answer names, if it names one. Takes any text. */
    Optional<NamedPlace> find(String answer);
}

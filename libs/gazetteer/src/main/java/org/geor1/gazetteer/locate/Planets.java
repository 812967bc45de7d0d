package org.geor1.gazetteer.locate;

import java.util.List;

/** The places of every planet that prompt styles name. */
public final class Planets {

    private final List<Places> places;

    public Planets(List<Places> places) {
        this.places = List.copyOf(places);
    }

    /** The places of a planet, by {@link Places#planet}. */
    public Places places(String planet) {
        return places.stream()
                .filter(candidate -> candidate.planet().equals(planet))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody knows the places of planet " + planet));
    }
}

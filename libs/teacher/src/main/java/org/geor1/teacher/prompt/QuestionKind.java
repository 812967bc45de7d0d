package org.geor1.teacher.prompt;

import java.util.Locale;
import java.util.Optional;

/** What may be asked about a photo. None of these is about pairing a panorama with a tile. */
public enum QuestionKind {
    CITY,
    COUNTRY,
    HEMISPHERE,
    CLIMATE,
    DRIVING_SIDE,
    PLACE;

    /** Nearer to the equator nobody can see the side. */
    private static final double EQUATOR_DEGREES = 0.3;

    private static final String ANY_CLIMATE =
            "tropical, arid, temperate, continental or polar: the one that fits the place best";

    /** Such as "driving-side". */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the teacher is told to answer; empty if the question cannot be asked about such a photo. */
    Optional<String> wanted(Facts facts) {
        return this == CLIMATE && facts.country() != null ? Optional.of(ANY_CLIMATE) : truth(facts);
    }

    /** The right answer; empty if it is unknown. */
    Optional<String> truth(Facts facts) {
        Optional<String> city = facts.city().isEmpty() ? Optional.empty() : Optional.of(facts.city());
        Optional<String> country = Optional.ofNullable(facts.country()).map(known -> known.name());
        return switch (this) {
            case CITY -> city;
            case COUNTRY -> country;
            case PLACE -> city.flatMap(name -> country.map(of -> name + ", " + of));
            case DRIVING_SIDE -> Optional.ofNullable(facts.country()).flatMap(Facts::side);
            case HEMISPHERE ->
                Optional.ofNullable(facts.position())
                        .map(position -> position.latitude())
                        .filter(latitude -> Math.abs(latitude) > EQUATOR_DEGREES)
                        .map(latitude -> latitude > 0 ? "northern" : "southern");
            case CLIMATE -> Optional.empty();
        };
    }
}

package org.geor1.pairing.question;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where the places come from that a question sets beside its true one. They are always of the same split. */
public enum Confusers {
    /** Places of the same city. */
    SAME_CITY,
    /** Places of the same country. */
    SAME_COUNTRY,
    /** Any places. */
    GLOBAL,
    /** Any places, of which no two are nearer or farther than a band allows. */
    DISTANCE,
    /** Places of the same city whose tiles are most alike. */
    HARD;

    /** As users write it, such as "same-city". */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Confusers> titled(String title) {
        return Arrays.stream(values())
                .filter(mode -> mode.title().equals(title))
                .findFirst();
    }
}

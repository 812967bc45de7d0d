package org.geor1.pairing.question;

import java.util.stream.IntStream;
import org.geor1.pairing.place.Places;
import org.geor1.pairing.place.Split;

/** The pools that need nothing but a table. */
public final class Pools {

    private Pools() {}

    /** @throws IllegalArgumentException for {@link Confusers#HARD}, which needs feature vectors */
    public static Pool of(Places table, PairingRules rules, Split split) {
        int[] members = members(table, split);
        return switch (rules.confusers()) {
            case SAME_CITY -> byCity(table, split);
            case SAME_COUNTRY -> new GroupPool(members, table::country, table::countryName);
            case GLOBAL -> new GroupPool(members, place -> 0, place -> "the dataset");
            case DISTANCE -> new NearPool(table, members, rules.maxMetres());
            case HARD -> throw new IllegalArgumentException("confusers that are hard need feature vectors");
        };
    }

    /** Places of the same city. */
    public static GroupPool byCity(Places table, Split split) {
        return new GroupPool(members(table, split), table::city, table::cityLabel);
    }

    private static int[] members(Places table, Split split) {
        return IntStream.range(0, table.size())
                .filter(place -> table.split(place) == split)
                .toArray();
    }
}

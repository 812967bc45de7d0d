package org.geor1.protocol.reward;

import java.util.List;

/** The rewards of the platform by name. A component of any other name is one of the caller's own, with a url. */
public final class RewardNames {

    /** The reward whose method also decides what length and evaluations count as right. */
    public static final String ACCURACY = "accuracy";

    public static final String EXACT = "exact";
    public static final String LENGTH = "length";

    /** Rewards of a place. */
    public static final String CITY = "city";

    public static final String COUNTRY = "country";
    public static final String GEO_DISTANCE = "geo_distance";

    /** All of them, in the order of the alphabet. */
    public static final List<String> KNOWN =
            List.of(ACCURACY, CITY, COUNTRY, EXACT, "format", GEO_DISTANCE, LENGTH, "repetition");

    /** Those that may be told how to read an answer. */
    static final List<String> WITH_METHOD = List.of(ACCURACY, CITY, COUNTRY, GEO_DISTANCE);

    /** What the name of a component looks like, before it is made lower case. */
    static final String FORM = "[A-Za-z][A-Za-z0-9_-]*";

    private RewardNames() {}
}

package org.geor1.jobs.common;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;

/** Identifiers that sort by the time of their making: {@code run_} and a ULID in lower case. */
public final class Ids {

    private Ids() {}

    /** A new identifier. Those of one process sort in the order of their making, within a millisecond too. */
    public static String next(String prefix) {
        return prefix + '_' + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
    }
}

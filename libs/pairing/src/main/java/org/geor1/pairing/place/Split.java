package org.geor1.pairing.place;

import java.util.Locale;
import org.geor1.data.FaultException;
import org.jspecify.annotations.Nullable;

/** Which part of a dataset a place belongs to. */
public enum Split {
    TRAIN,
    DEV,
    TEST,
    /** The dataset names no split. */
    NONE,
    /** Left out, because it is near a place of another split. */
    BETWEEN;

    private static final Split[] ALL = values();

    /** By the names that datasets use; null is {@link #NONE}. */
    public static Split named(@Nullable String name) throws FaultException {
        return switch (name == null ? "" : name) {
            case "" -> NONE;
            case "train" -> TRAIN;
            case "dev", "val", "valid", "validation" -> DEV;
            case "test" -> TEST;
            default ->
                throw new FaultException(
                        "has the split '" + name + "'; the splits are train, dev (or val, valid, validation) and test");
        };
    }

    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Split at(byte ordinal) {
        return ALL[ordinal];
    }
}

package org.geor1.teacher.report;

import java.util.Locale;

/** Why a build ended. */
public enum Ending {
    /** There are as many exemplars as wanted. */
    TARGET("as many exemplars as wanted"),
    /** Every question that fits was asked about every photo. */
    DATA("no question is left to ask about any photo"),
    /** Every photo was asked about as often as allowed. */
    ATTEMPTS("every photo was asked about as often as allowed"),
    /** The next request could cost more than is left. */
    BUDGET("the next request could cost more than is left"),
    /** The teacher cannot be asked any more. */
    TEACHER("the teacher cannot be asked any more");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** In words. */
    public String text() {
        return text;
    }

    /** Such as "target". */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.geor1.gazetteer;

/** A continent; Central America and the Caribbean belong to North America. */
public enum Continent {
    AFRICA("AF", "Africa"),
    ANTARCTICA("AN", "Antarctica"),
    ASIA("AS", "Asia"),
    EUROPE("EU", "Europe"),
    NORTH_AMERICA("NA", "North America"),
    OCEANIA("OC", "Oceania"),
    SOUTH_AMERICA("SA", "South America");

    private final String code;
    private final String title;

    Continent(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /** Its English name. */
    public String title() {
        return title;
    }

    static Continent ofCode(String code) {
        for (Continent continent : values()) {
            if (continent.code.equals(code)) {
                return continent;
            }
        }
        throw new IllegalArgumentException("no continent has the code " + code);
    }
}

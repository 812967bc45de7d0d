package org.geor1.miniearth.style;

import java.util.Locale;

/** Climates, each with the bare ground that shows between buildings. */
public enum Climate {
    ARCTIC("snow"),
    TEMPERATE("grass"),
    DESERT("dust"),
    TROPICAL("clay"),
    MEDITERRANEAN("stone");

    private final String ground;

    Climate(String ground) {
        this.ground = ground;
    }

    /** The one-word ground cover, unique to the climate. */
    public String ground() {
        return ground;
    }

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

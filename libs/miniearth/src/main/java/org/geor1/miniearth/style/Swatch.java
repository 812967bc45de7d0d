package org.geor1.miniearth.style;

import java.util.Locale;

/** Named paint colours: countries choose one for signs and road markings, cities one for roofs. */
public enum Swatch {
    RED(0xC8322B),
    BLUE(0x2F5FB8),
    GREEN(0x2E8B57),
    GOLD(0xE0A92E),
    PURPLE(0x7C3FA0),
    BROWN(0x7A4E31),
    GREY(0x7D838C);

    private final int rgb;

    Swatch(int rgb) {
        this.rgb = rgb;
    }

    /** The colour as {@code 0xRRGGBB}. */
    public int rgb() {
        return rgb;
    }

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

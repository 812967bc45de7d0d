package org.geor1.osm.map;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Colours as mappers write them: the common names of CSS, {@code #rgb} and {@code #rrggbb}. */
final class Colours {

    static final int NONE = -1;

    private static final Pattern HEX = Pattern.compile("#?([0-9a-f]{3}|[0-9a-f]{6})");
    private static final Map<String, Integer> NAMES = Map.ofEntries(
            Map.entry("white", 0xF4F4F2),
            Map.entry("lightgrey", 0xD3D3D3),
            Map.entry("lightgray", 0xD3D3D3),
            Map.entry("silver", 0xC0C0C0),
            Map.entry("grey", 0x909090),
            Map.entry("gray", 0x909090),
            Map.entry("darkgrey", 0x6A6A6A),
            Map.entry("darkgray", 0x6A6A6A),
            Map.entry("black", 0x2A2A2C),
            Map.entry("red", 0xB7352B),
            Map.entry("darkred", 0x8B1A1A),
            Map.entry("maroon", 0x7A2020),
            Map.entry("brown", 0x8A5A3B),
            Map.entry("tan", 0xD2B48C),
            Map.entry("beige", 0xEBE2C4),
            Map.entry("cream", 0xF4EBCB),
            Map.entry("ivory", 0xF8F6E4),
            Map.entry("yellow", 0xE8CF5A),
            Map.entry("gold", 0xD4AF37),
            Map.entry("orange", 0xDD8A3C),
            Map.entry("salmon", 0xE9967A),
            Map.entry("pink", 0xE8B4B8),
            Map.entry("purple", 0x7A4B86),
            Map.entry("blue", 0x4A6FA5),
            Map.entry("lightblue", 0xADC8DC),
            Map.entry("navy", 0x26365C),
            Map.entry("teal", 0x3C8080),
            Map.entry("green", 0x5B8C5A),
            Map.entry("lightgreen", 0xA8CFA0),
            Map.entry("darkgreen", 0x2F5D3A),
            Map.entry("olive", 0x80803C));

    private Colours() {}

    /** 0xRRGGBB, or {@link #NONE} if there is no value or it is no colour. */
    static int of(@Nullable String value) {
        if (value == null) {
            return NONE;
        }
        String word = value.trim().toLowerCase(Locale.ROOT).replace(" ", "").replace("_", "");
        Integer named = NAMES.get(word);
        if (named != null) {
            return named;
        }
        if (!HEX.matcher(word).matches()) {
            return NONE;
        }
        String digits = word.startsWith("#") ? word.substring(1) : word;
        int rgb = Integer.parseInt(digits, 16);
        if (digits.length() == 6) {
            return rgb;
        }
        return 0x11 * ((rgb >> 8) << 16 | (rgb >> 4 & 0xF) << 8 | rgb & 0xF);
    }
}

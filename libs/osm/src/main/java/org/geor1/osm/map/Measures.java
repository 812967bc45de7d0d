package org.geor1.osm.map;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lengths and counts as mappers write them: {@code 12}, {@code 12.5 m}, {@code 40 ft}, {@code 40'}, {@code 5'6"}.
 *
 * @see <a href="https://wiki.openstreetmap.org/wiki/Map_features/Units">Units</a>
 */
final class Measures {

    private static final double FOOT = 0.3048;
    private static final Pattern LENGTH = Pattern.compile(
            "(\\d{1,5}(?:\\.\\d{1,4})?) ?(m|km|ft|feet|')?(?: ?(\\d{1,2}(?:\\.\\d{1,4})?) ?(?:\"|in))?");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,3})(?:\\.\\d{1,2})?");

    private Measures() {}

    /** Metres, or NaN if there is no value, or one that is no positive length up to {@code most}. */
    static double metres(@Nullable String value, double most) {
        if (value == null) {
            return Double.NaN;
        }
        Matcher match = LENGTH.matcher(value.trim());
        if (!match.matches()) {
            return Double.NaN;
        }
        String unit = match.group(2) == null ? "m" : match.group(2);
        double inches = match.group(3) == null ? 0 : Double.parseDouble(match.group(3));
        if (inches > 0 && !unit.equals("'") && !unit.equals("ft")) {
            return Double.NaN;
        }
        double number = Double.parseDouble(match.group(1));
        double metres = switch (unit) {
            case "m" -> number;
            case "km" -> number * 1000;
            default -> (number + inches / 12) * FOOT;
        };
        return metres > 0 && metres <= most ? metres : Double.NaN;
    }

    /** A whole number, rounded down, or 0 if there is none in [0, most]. */
    static int count(@Nullable String value, int most) {
        if (value == null) {
            return 0;
        }
        Matcher match = COUNT.matcher(value.trim());
        if (!match.matches()) {
            return 0;
        }
        int count = Integer.parseInt(match.group(1));
        return count <= most ? count : 0;
    }
}

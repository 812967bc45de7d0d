package org.geor1.geo.answer;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A position as an answer gives it, which may lie outside the ranges of latitude and longitude. Known are
 *
 * <ul>
 *   <li>{@code 48.8566, 2.3522}: latitude first, with or without degree signs, in parentheses or not;
 *   <li>{@code 48.8566° N, 2.3522° E}, {@code 48°51'24"N 2°21'8"E}, {@code N 48.8566, E 2.3522}: either first;
 *   <li>{@code {"lat":48.8566,"lon":2.3522}} and {@code {"latitude":48.8566,"longitude":2.3522}}, whatever else the object
 *       holds.
 * </ul>
 *
 * @param latitude degrees north
 * @param longitude degrees east
 */
public record AnswerPosition(double latitude, double longitude) {

    private static final String BLANKS = "\\s{0,8}+";
    private static final String NUMBER = "[+-]?+\\d{1,3}+(?:\\.\\d{1,15}+)?+(?!\\.?\\d)";
    private static final String DECIMAL = "[+-]?+\\d{1,3}+\\.\\d{1,15}+(?!\\.?\\d)";
    private static final String DEGREE = "(?:" + BLANKS + "[°º])?+";

    /** Degrees, and minutes and seconds if there are some. */
    private static final String ANGLE = "(\\d{1,3}+(?:\\.\\d{1,15}+)?+)" + DEGREE + "(?:" + BLANKS
            + "(\\d{1,2}+(?:\\.\\d{1,15}+)?+)" + BLANKS + "['′’](?:" + BLANKS
            + "(\\d{1,2}+(?:\\.\\d{1,15}+)?+)" + BLANKS + "(?:[\"″”]|''))?+)?+";

    private static final String ALONE = "(?<![\\p{L}\\d.])";
    private static final String WITH_LETTER = "(?:(?<![\\d.+-])" + ANGLE + BLANKS + "([NSEWnsew])(?![\\p{L}\\d])|"
            + ALONE + "([NSEWnsew])" + BLANKS + ANGLE + ")";

    private static final Pattern HEMISPHERES = Pattern.compile(WITH_LETTER + BLANKS + "[,;/]?+" + BLANKS + WITH_LETTER);
    private static final Pattern PLAIN = pair(NUMBER);
    private static final Pattern ENCLOSED = Pattern.compile("\\(" + BLANKS + PLAIN.pattern() + BLANKS + "\\)");
    private static final Pattern DECIMALS =
            Pattern.compile("(?<![\\d.])" + pair(DECIMAL).pattern());

    /** Groups of {@link #WITH_LETTER}. */
    private static final int GROUPS = 8;

    private static Pattern pair(String number) {
        return Pattern.compile("(" + number + ")" + DEGREE + BLANKS + "," + BLANKS + "(" + number + ")" + DEGREE);
    }

    /**
     * Reads the first answer block of a completion. Never fails, and takes time linear in its length.
     *
     * @param tolerant take a position that other words surround, if the block has no second one; among words, plain
     *     numbers count only with decimals or in parentheses. Otherwise the block must be a position and nothing else.
     */
    public static Optional<AnswerPosition> read(String completion, boolean tolerant) {
        return ThinkAnswer.parse(completion).answer().flatMap(answer -> of(answer, tolerant));
    }

    /** Reads an answer, which is the text of an answer block, in the same way. */
    public static Optional<AnswerPosition> of(String answer, boolean tolerant) {
        String text = answer.replace('−', '-').strip();
        Optional<AnswerPosition> whole = whole(text);
        return whole.isPresent() || !tolerant ? whole : within(text);
    }

    private static Optional<AnswerPosition> whole(String text) {
        Optional<AnswerPosition> object = AnswerObject.whole(text).flatMap(json -> of(json, false));
        if (object.isPresent()) {
            return object;
        }
        Matcher plain = PLAIN.matcher(text);
        Matcher enclosed = ENCLOSED.matcher(text);
        if (plain.matches() || enclosed.matches()) {
            return Optional.of(plain(plain.matches() ? plain : enclosed));
        }
        Matcher letters = HEMISPHERES.matcher(text);
        return letters.matches() ? lettered(letters) : Optional.empty();
    }

    private static Optional<AnswerPosition> within(String text) {
        Optional<AnswerPosition> object = AnswerObject.within(text).flatMap(json -> of(json, true));
        if (object.isPresent()) {
            return object;
        }
        Found found = new Found();
        Matcher letters = HEMISPHERES.matcher(text);
        while (letters.find()) {
            lettered(letters).ifPresent(found::add);
        }
        for (Pattern form : new Pattern[] {ENCLOSED, DECIMALS}) {
            Matcher plain = form.matcher(text);
            while (plain.find()) {
                found.add(plain(plain));
            }
        }
        return found.only();
    }

    /** Positions of a text, of which only a single one is an answer; it may be repeated. */
    private static final class Found {
        private Optional<AnswerPosition> first = Optional.empty();
        private boolean several;

        void add(AnswerPosition position) {
            several |= first.isPresent() && !first.get().equals(position);
            first = Optional.of(position);
        }

        Optional<AnswerPosition> only() {
            return several ? Optional.empty() : first;
        }
    }

    private static Optional<AnswerPosition> of(JsonNode object, boolean tolerant) {
        for (String[] names : new String[][] {{"lat", "lon"}, {"latitude", "longitude"}}) {
            Optional<Double> latitude = number(object.path(names[0]), tolerant);
            Optional<Double> longitude = number(object.path(names[1]), tolerant);
            if (latitude.isPresent() && longitude.isPresent()) {
                return Optional.of(new AnswerPosition(latitude.get(), longitude.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Double> number(JsonNode value, boolean tolerant) {
        if (value.isNumber()) {
            return Optional.of(value.doubleValue(Double.NaN));
        }
        String text = value.isString() ? value.stringValue().strip() : "";
        return tolerant && text.matches(NUMBER) ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    private static AnswerPosition plain(Matcher pair) {
        return new AnswerPosition(Double.parseDouble(pair.group(1)), Double.parseDouble(pair.group(2)));
    }

    private static Optional<AnswerPosition> lettered(Matcher pair) {
        char first = letter(pair, 0);
        char second = letter(pair, GROUPS);
        boolean northFirst = first == 'N' || first == 'S';
        if (northFirst == (second == 'N' || second == 'S')) {
            return Optional.empty();
        }
        double one = degrees(pair, 0);
        double other = degrees(pair, GROUPS);
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return Optional.empty();
        }
        return Optional.of(northFirst ? new AnswerPosition(one, other) : new AnswerPosition(other, one));
    }

    private static char letter(Matcher pair, int from) {
        String letter = pair.group(from + 4) == null ? pair.group(from + 5) : pair.group(from + 4);
        return letter.toUpperCase(Locale.ROOT).charAt(0);
    }

    /** NaN where minutes or seconds are 60 or more. */
    private static double degrees(Matcher pair, int from) {
        int first = pair.group(from + 4) == null ? from + 6 : from + 1;
        double minutes = value(pair.group(first + 1));
        double seconds = value(pair.group(first + 2));
        if (minutes >= 60 || seconds >= 60) {
            return Double.NaN;
        }
        double degrees = value(pair.group(first)) + minutes / 60 + seconds / 3600;
        char letter = letter(pair, from);
        return letter == 'S' || letter == 'W' ? -degrees : degrees;
    }

    private static double value(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    /** The point, unless latitude or longitude is out of its range. */
    public Optional<GeoPoint> point() {
        // Written so that NaN is none.
        boolean inRange = latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
        return inRange ? Optional.of(new GeoPoint(latitude, longitude)) : Optional.empty();
    }
}

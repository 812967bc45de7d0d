package org.geor1.gazetteer.answer;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.gazetteer.Names;
import org.geor1.gazetteer.Position;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An answer that is a JSON object, or holds one. Several objects must agree. */
abstract class JsonFormat implements PlaceFormat {

    private static final int LONGEST_NAME = 200;

    /** Folded words for a name that the model does not know. */
    private static final Set<String> UNKNOWN = Set.of(
            "", "unknown", "unspecified", "not specified", "undetermined", "uncertain", "none", "null", "na", "n a");

    private static final Pattern DEGREES =
            Pattern.compile("([+-]?\\d{1,3}(?:\\.\\d{1,17})?)\\s{0,4}[°º]?\\s{0,4}([NSEW])?", Pattern.CASE_INSENSITIVE);

    @Override
    public final Optional<PlaceAnswer> read(String text) {
        JsonObjects objects = JsonObjects.in(text);
        Set<PlaceAnswer> answers = new LinkedHashSet<>();
        objects.valid().forEach(object -> place(object).ifPresent(answers::add));
        boolean none = answers.isEmpty() && objects.broken() && takesBroken();
        return none || answers.size() > 1
                ? Optional.of(PlaceAnswer.unparsed())
                : answers.stream().findFirst();
    }

    /** The place of an object of this form; unparsed if it gives none. */
    abstract Optional<PlaceAnswer> place(JsonNode object);

    /** Whether a text whose objects are no valid JSON is of this form, so that no other looks at the pieces. */
    abstract boolean takesBroken();

    /** Coordinates that are words, or zero both, are those of a model that does not know. */
    static PlaceAnswer answer(
            Format format,
            JsonNode latitude,
            JsonNode longitude,
            @Nullable String city,
            @Nullable String region,
            @Nullable String country) {
        Optional<Double> north = degrees(latitude, "NS");
        Optional<Double> east = degrees(longitude, "EW");
        boolean origin = north.equals(Optional.of(0.0)) && east.equals(Optional.of(0.0));
        if (north.isPresent() && east.isPresent() && !origin) {
            // Written so that NaN is refused as well.
            boolean possible = Math.abs(north.get()) <= 90 && Math.abs(east.get()) <= 180;
            return possible
                    ? new PlaceAnswer(format, new Position(north.get(), east.get()), city, region, country)
                    : PlaceAnswer.unparsed();
        }
        boolean half = north.isPresent() != east.isPresent();
        return half || city == null && country == null
                ? PlaceAnswer.unparsed()
                : PlaceAnswer.named(format, city, region, country);
    }

    static @Nullable String name(JsonNode value) {
        return value.isString() ? known(value.stringValue()) : null;
    }

    /** The name without white space around it, or null if it says that there is none. */
    static @Nullable String known(String name) {
        String stripped = name.strip();
        return stripped.length() > LONGEST_NAME || UNKNOWN.contains(Names.fold(stripped)) ? null : stripped;
    }

    /**
     * Degrees north or east; NaN if the letter is one of the other axis; empty if it is no number.
     *
     * @param letters the axis' two, that of positive degrees first
     */
    private static Optional<Double> degrees(JsonNode value, String letters) {
        if (value.isNumber()) {
            return Optional.of(value.doubleValue(Double.NaN));
        }
        Matcher text =
                DEGREES.matcher(value.isString() ? value.stringValue().strip().replace('−', '-') : "");
        if (!text.matches()) {
            return Optional.empty();
        }
        double degrees = Double.parseDouble(text.group(1));
        String letter = text.group(2);
        if (letter == null) {
            return Optional.of(degrees);
        }
        int at = letters.indexOf(letter.toUpperCase(Locale.ROOT));
        return Optional.of(at < 0 || degrees < 0 ? Double.NaN : at == 0 ? degrees : -degrees);
    }
}

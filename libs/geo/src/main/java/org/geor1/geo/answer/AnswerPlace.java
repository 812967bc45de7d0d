package org.geor1.geo.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Names of a place as an answer gives them, not yet looked up. A text without labels is kept whole: whether it names a city,
 * a country, or a city with its country behind a comma is for a gazetteer to say.
 *
 * @param text the whole text; empty if the answer has labels
 * @param city the value of the label {@code city}; empty if there is none
 * @param country the value of the label {@code country}; empty if there is none
 */
public record AnswerPlace(String text, String city, String country) {

    /** No place has a longer name. */
    private static final int LONGEST = 200;

    private static final Pattern LABEL = Pattern.compile(
            "[^\\p{L}\\p{N}]{0,8}+(city|country)[^\\p{L}\\p{N}:=]{0,8}+[:=](.{1,200}+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ABBREVIATED = Pattern.compile("\\.\\p{L}$");

    /**
     * Reads the first answer block of a completion. Never fails, and takes time linear in its length.
     *
     * <p>The block is a name without marks around it, or a JSON object with the texts {@code city} or {@code country}.
     *
     * @param tolerant also take an object among other words, lines such as {@code country: Portugal}, and marks around
     *     a name such as {@code **Lisbon, Portugal.**}
     */
    public static Optional<AnswerPlace> read(String completion, boolean tolerant) {
        return ThinkAnswer.parse(completion).answer().flatMap(answer -> of(answer, tolerant));
    }

    /** Reads an answer, which is the text of an answer block, in the same way. */
    public static Optional<AnswerPlace> of(String answer, boolean tolerant) {
        String text = answer.strip();
        Optional<AnswerPlace> object =
                (tolerant ? AnswerObject.within(text) : AnswerObject.whole(text)).flatMap(AnswerPlace::of);
        if (object.isPresent()) {
            return object;
        }
        Optional<AnswerPlace> labelled = tolerant ? labelled(text) : Optional.empty();
        return labelled.isPresent() ? labelled : plain(tolerant ? withoutMarks(text) : bare(text));
    }

    private static Optional<AnswerPlace> of(JsonNode object) {
        return labelled(name(object.path("city")), name(object.path("country")));
    }

    private static String name(JsonNode value) {
        String name = value.isString() ? value.stringValue().strip() : "";
        return name.length() > LONGEST ? "" : name;
    }

    private static Optional<AnswerPlace> labelled(String city, String country) {
        return city.isEmpty() && country.isEmpty() ? Optional.empty() : Optional.of(new AnswerPlace("", city, country));
    }

    /** Nothing if a label stands in several lines with different names. */
    private static Optional<AnswerPlace> labelled(String text) {
        Set<String> cities = new LinkedHashSet<>();
        Set<String> countries = new LinkedHashSet<>();
        for (String line : text.lines().toList()) {
            Matcher label = LABEL.matcher(line);
            if (label.matches()) {
                boolean city = label.group(1).toLowerCase(Locale.ROOT).equals("city");
                (city ? cities : countries).add(withoutMarks(label.group(2)));
            }
        }
        return cities.size() > 1 || countries.size() > 1
                ? Optional.empty()
                : labelled(String.join("", cities), String.join("", countries));
    }

    private static Optional<AnswerPlace> plain(String text) {
        return text.isEmpty() || text.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new AnswerPlace(text, "", ""));
    }

    /** The text if no marks are around it, but for the full stop of {@code Washington, D.C.}; else the empty text. */
    private static String bare(String text) {
        String inner = withoutMarks(text);
        boolean abbreviated =
                text.equals(inner + ".") && ABBREVIATED.matcher(inner).find();
        return text.equals(inner) || abbreviated ? text : "";
    }

    /** The text from its first letter or digit to its last. An apostrophe may begin a name: {@code 's-Hertogenbosch}. */
    private static String withoutMarks(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isMark(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && isMark(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static boolean isMark(int point) {
        return !Character.isLetterOrDigit(point)
                && point != '\''
                && point != '’'
                && Character.getType(point) != Character.NON_SPACING_MARK
                && Character.getType(point) != Character.COMBINING_SPACING_MARK;
    }

    /** The names between the commas of the text, the narrowest first: {@code Paris, Texas, USA}. */
    public List<String> parts() {
        return List.of(text.split(",", -1)).stream().map(String::strip).toList();
    }
}

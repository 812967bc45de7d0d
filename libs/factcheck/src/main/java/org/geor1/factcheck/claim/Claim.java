package org.geor1.factcheck.claim;

import java.util.List;
import org.geor1.factcheck.text.Span;
import org.geor1.gazetteer.Country;

/**
 * Something that a text asserts.
 *
 * @param words where it says so
 * @param valueSpan the words in it that say what is claimed, such as {@code left}
 * @param value that in a fixed form: {@code left}, {@code southern}, {@code Cyrillic}, or a name as written
 * @param subjects the countries that it is said of; empty if it is said of the photo. Of a place: the country that the text
 *     puts it into, if it names one
 */
public record Claim(ClaimKind kind, Span words, Span valueSpan, String value, List<Country> subjects) {
    public Claim {
        subjects = List.copyOf(subjects);
    }
}

package org.geor1.factcheck.claim;

import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Words that make a claim.
 *
 * @param pattern with a group {@code value}
 * @param value the fixed form of what that group says
 * @param context what the clause must contain besides
 */
record Rule(ClaimKind kind, Pattern pattern, UnaryOperator<String> value, Pattern context) {
    private static final Pattern ANYTHING = Pattern.compile("");

    /** Words that the table lacks stay as they are, in small letters. */
    static Rule of(ClaimKind kind, String pattern, Map<String, String> values) {
        return new Rule(
                kind,
                compile(pattern),
                words -> values.getOrDefault(words.toLowerCase(Locale.ROOT), words.toLowerCase(Locale.ROOT)),
                ANYTHING);
    }

    /** One value whatever the words. */
    static Rule constant(ClaimKind kind, String value, String pattern) {
        return new Rule(kind, compile(pattern), words -> value, ANYTHING);
    }

    /** The words themselves are the value. */
    static Rule verbatim(ClaimKind kind, String pattern) {
        return new Rule(kind, compile(pattern), UnaryOperator.identity(), ANYTHING);
    }

    Rule within(String words) {
        return new Rule(kind, pattern, value, compile(words));
    }

    private static Pattern compile(String pattern) {
        return Pattern.compile(
                pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }
}

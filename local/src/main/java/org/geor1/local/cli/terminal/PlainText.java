package org.geor1.local.cli.terminal;

import java.util.regex.Pattern;

/** Makes text from users and models harmless for a terminal and its reader. */
public final class PlainText {

    /**
     * Characters that act instead of being visible: control characters, which start escape sequences (tab and line feed
     * are harmless), marks and overrides of the writing direction, characters of no width, and tags.
     */
    private static final Pattern ACTING =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}&&[^\\t\\n\\x{200C}\\x{200D}\\x{AD}]]");

    private PlainText() {}

    /** The text with each such character written as in JSON, for example {@code \u001b}. JSON keeps its meaning. */
    public static String of(String text) {
        return ACTING.matcher(text).replaceAll(match -> {
            StringBuilder escaped = new StringBuilder();
            match.group().chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
            return escaped.toString();
        });
    }
}

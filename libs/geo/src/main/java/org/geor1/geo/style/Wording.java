package org.geor1.geo.style;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with gaps such as {@code {letter}}. What fills a gap is taken as it is, whatever it looks like. */
final class Wording {

    private static final Pattern GAP = Pattern.compile("\\{([a-z]+)}");

    private Wording() {}

    /** @throws IllegalArgumentException if nothing is given for a gap */
    static String fill(String text, Map<String, String> values) {
        Matcher gap = GAP.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (gap.find()) {
            String value = values.get(gap.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing is given for " + gap.group() + " in: " + text);
            }
            gap.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return gap.appendTail(filled).toString();
    }
}

package org.geor1.local.cli.terminal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 80GiB}, {@code 24 GB}, {@code 512MiB}. */
public final class Bytes {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?) ?(k|m|g|t)(i?)b");

    private Bytes() {}

    public static long parse(String text) {
        Matcher match = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw new CommandFailure("not a size: " + text + ". Write it like 80GiB");
        }
        int power = "kmgt".indexOf(match.group(2)) + 1;
        return (long)
                (Double.parseDouble(match.group(1)) * Math.pow(match.group(3).isEmpty() ? 1000 : 1024, power));
    }
}

package org.geor1.geo.answer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one option that an answer names. A capital from A to J counts where no letter and no digit stands beside it: {@code
 * C.}, {@code (C)}, {@code **C**}, {@code Option C}, {@code C. the third}. It must be the only one, but may be repeated. A
 * small letter counts where there is no such capital and the answer is nothing but it, marks aside, or begins with it and a
 * mark: {@code c}, {@code (c)}, {@code c. the third}; within a sentence it may be the article.
 */
final class TolerantLetter {

    private static final Pattern CAPITAL = Pattern.compile("(?<![\\p{L}\\p{N}])[A-J](?![\\p{L}\\p{N}])");
    private static final Pattern SMALL =
            Pattern.compile("[^\\p{L}\\p{N}]*+([a-j])(?:[.):,;].*|[^\\p{L}\\p{N}]*+)", Pattern.DOTALL);

    private TolerantLetter() {}

    static Optional<Character> of(String answer) {
        Matcher capitals = CAPITAL.matcher(answer);
        if (!capitals.find()) {
            Matcher small = SMALL.matcher(answer);
            return small.matches()
                    ? Optional.of(Character.toUpperCase(small.group(1).charAt(0)))
                    : Optional.empty();
        }
        char letter = capitals.group().charAt(0);
        while (capitals.find()) {
            if (capitals.group().charAt(0) != letter) {
                return Optional.empty();
            }
        }
        return Optional.of(letter);
    }
}

package org.geor1.factcheck.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.factcheck.text.Span;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Names;
import org.jspecify.annotations.Nullable;

/** Finds names of places: words that begin with a capital, or in a script without capitals, and that the gazetteer knows. */
final class Mentions {
    private static final int LONGEST = 5;
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*+(?:['’.-][\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*+)*+");

    private final Gazetteer gazetteer;
    private final Map<String, Country> countries = new HashMap<>();

    Mentions(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        for (Country country : gazetteer.countries()) {
            country.names().forEach(name -> countries.putIfAbsent(Names.fold(name), country));
        }
    }

    /** Names of countries in the text, the longest at each place. */
    List<Mention> countries(String text) {
        return find(text, new Span(0, text.length()), false);
    }

    /** Names of countries, cities and states within the span, the longest at each place. */
    List<Mention> places(String text, Span within) {
        return find(text, within, true);
    }

    private List<Mention> find(String text, Span within, boolean cities) {
        List<Span> words = new ArrayList<>();
        Matcher word = WORD.matcher(text).region(within.start(), within.end());
        while (word.find()) {
            words.add(new Span(word.start(), word.end()));
        }
        List<Mention> found = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            Mention mention = isName(text, words.get(i)) ? longest(text, words, i, cities) : null;
            if (mention == null) {
                i++;
            } else {
                found.add(mention);
                while (i < words.size() && words.get(i).start() < mention.span().end()) {
                    i++;
                }
            }
        }
        return found;
    }

    private static boolean isName(String text, Span word) {
        int first = text.codePointAt(word.start());
        return !Character.isLowerCase(first) && Character.isLetter(first);
    }

    @Nullable
    private Mention longest(String text, List<Span> words, int from, boolean cities) {
        for (int to = Math.min(words.size(), from + LONGEST) - 1; to >= from; to--) {
            if (!isName(text, words.get(to))) {
                continue;
            }
            Span span = new Span(words.get(from).start(), words.get(to).end());
            String name = span.of(text);
            if (crosses(name)) {
                continue;
            }
            Country country = countries.get(Names.fold(name));
            List<City> named = cities ? gazetteer.cities(name) : List.of();
            if (country != null || !named.isEmpty() || cities && gazetteer.isRegion(name)) {
                return new Mention(span, name, country, named);
            }
        }
        return null;
    }

    /** A name goes on over a space, a full stop of Saint, or a hyphen, never over other marks. */
    private static boolean crosses(String name) {
        return name.chars().anyMatch(unit -> ",;:()\n\"!?".indexOf(unit) >= 0);
    }
}

package org.geor1.gazetteer.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;

/**
 * Places that a piece of a sentence names. Many words are names of small towns too, so a city counts only if its country or
 * region stands with it, or if it is large.
 */
final class Mentions {

    private static final int LARGE = 100_000;

    private static final String WORD = "(?<!\\p{L})[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}'’.-]{0,40}+";
    private static final String NAME =
            WORD + "(?: (?:(?:de|da|do|del|la|of|the|am|an|der|upon|and|es) )?+" + WORD + "){0,4}+";

    /** Names with commas between them. */
    private static final Pattern CHAIN = Pattern.compile(NAME + "(?: ?, ?(?:the )?+" + NAME + "){0,3}+");

    private final PlaceNaming naming;

    Mentions(PlaceNaming naming) {
        this.naming = naming;
    }

    /** The one place that is named; unparsed if there are several; empty if there is none. */
    Optional<PlaceAnswer> only(String piece) {
        List<PlaceAnswer> found = CHAIN.matcher(piece.replaceAll("\\s+", " "))
                .results()
                .flatMap(chain -> read(chain.group()).stream())
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Set<Country> countries = found.stream()
                .flatMap(place -> naming.country(place.country()).stream())
                .collect(Collectors.toSet());
        if (countries.size() > 1 || found.stream().anyMatch(place -> !place.isParsed())) {
            return Optional.of(PlaceAnswer.unparsed());
        }
        String country = countries.stream().map(Country::code).findFirst().orElse(null);
        Map<String, PlaceAnswer> cities = new TreeMap<>();
        for (PlaceAnswer place : found) {
            if (place.city() != null) {
                String around = place.country() == null && place.region() == null ? country : place.country();
                List<City> possible = naming.cities(place.city(), place.region(), around);
                if (possible.isEmpty()
                        || country != null && !possible.get(0).country().equals(country)) {
                    return Optional.of(PlaceAnswer.unparsed());
                }
                cities.putIfAbsent(
                        possible.get(0).toString(),
                        PlaceAnswer.named(Format.PROSE, place.city(), place.region(), around));
            }
        }
        return switch (cities.size()) {
            case 0 -> Optional.of(found.get(0));
            case 1 -> cities.values().stream().findFirst();
            default -> Optional.of(PlaceAnswer.unparsed());
        };
    }

    /** The place of a chain, without names and words before it that are narrower: "the old town of Alfama, Lisbon, Portugal". */
    private Optional<PlaceAnswer> read(String chain) {
        List<String> parts = Stream.of(chain.split(","))
                .map(part -> part.strip().replaceAll("^the |\\.$", ""))
                .map(part -> naming.isPlace(part) ? part : part.replaceAll("['’]s$", ""))
                .toList();
        if (parts.stream().anyMatch(part -> part.contains(" and ") && !naming.isPlace(part))) {
            return Optional.of(PlaceAnswer.unparsed());
        }
        for (int from = 0; from < parts.size(); from++) {
            for (String first : shorter(parts.get(from))) {
                List<String> names = new ArrayList<>(parts.subList(from, parts.size()));
                names.set(0, first);
                PlaceAnswer place = naming.of(Format.PROSE, names);
                if (place != null && isMeant(place)) {
                    // A country that does not have the city before it contradicts it.
                    boolean contradicted = place.city() == null
                            && parts.subList(0, from).stream()
                                    .anyMatch(name -> !naming.isRegion(name) && naming.isPlace(name));
                    return Optional.of(contradicted ? PlaceAnswer.unparsed() : place);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> shorter(String name) {
        List<String> all = new ArrayList<>();
        for (int at = 0; at >= 0; at = name.indexOf(' ', at) < 0 ? -1 : name.indexOf(' ', at) + 1) {
            all.add(name.substring(at));
        }
        return all;
    }

    private boolean isMeant(PlaceAnswer place) {
        String country = place.country();
        if (place.city() == null) {
            // "In" and "It" are codes of countries.
            return country != null && (country.length() > 3 || country.equals(country.toUpperCase(Locale.ROOT)));
        }
        return country != null
                || place.region() != null
                || place.city().length() > 3
                        && naming.cities(place.city(), null, null).get(0).population() >= LARGE;
    }
}

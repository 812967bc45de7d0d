package org.geor1.gazetteer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All countries by code, name and demonym, and all languages. */
final class CountryTable {
    /** Countries that lie in a second continent, or that many count to it. */
    private static final Map<Continent, Set<String>> SECOND = Map.of(
            Continent.EUROPE, Set.of("AM", "AZ", "CY", "GE", "KZ", "TR", "GL"),
            Continent.ASIA, Set.of("AM", "AZ", "CY", "EG", "GE", "RU", "TR"),
            Continent.OCEANIA, Set.of("ID", "TL"),
            Continent.AFRICA, Set.of("YE"),
            Continent.NORTH_AMERICA, Set.of("CO", "TT"),
            Continent.SOUTH_AMERICA, Set.of("PA", "TT", "CW", "AW", "BQ"));

    private final Map<String, Country> byCode = new LinkedHashMap<>();
    private final Map<String, Country> byName = new HashMap<>();
    private final Map<String, Country> byDemonym = new HashMap<>();
    private final Map<String, Language> languages = new LinkedHashMap<>();
    private final Map<Language, List<String>> scripts = new HashMap<>();
    private final Map<String, String> regions = new HashMap<>();
    private final Set<String> regionNames = new HashSet<>();

    CountryTable() {
        Resources.rows("languages.tsv", row -> {
            Language language = new Language(words(row[1], "\\|"));
            words(row[0], ",").forEach(code -> languages.put(code, language));
            scripts.put(language, words(row[2], ","));
        });
        Map<String, String[]> facts = new HashMap<>();
        Resources.rows("facts.tsv", row -> facts.put(row[0], row));
        Resources.rows("countries.tsv", row -> add(row, Objects.requireNonNull(facts.get(row[0]), row[0])));
        Resources.rows("regions.tsv", row -> {
            regions.put(row[0] + Names.fold(row[2]), row[1]);
            regionNames.add(Names.fold(row[2]));
        });
    }

    Collection<Country> all() {
        return byCode.values();
    }

    Set<Language> languages() {
        return new LinkedHashSet<>(languages.values());
    }

    @Nullable
    Country named(String name) {
        String stripped = name.strip();
        Country byLetters = byCode.get(stripped.toUpperCase(Locale.ROOT));
        return byLetters != null ? byLetters : byName.get(Names.fold(stripped));
    }

    @Nullable
    Country ofDemonym(String word) {
        return byDemonym.get(Names.fold(word));
    }

    /** The code of a region that is given by name or code; a name that is unknown stays as it is. */
    String regionCode(String country, String region) {
        return regions.getOrDefault(country + Names.fold(region), region.strip().toUpperCase(Locale.ROOT));
    }

    boolean isRegion(String name) {
        return regionNames.contains(Names.fold(name));
    }

    private void add(String[] row, String[] fact) {
        List<String> names = new ArrayList<>(List.of(row[2]));
        names.addAll(words(fact[4], "\\|"));
        List<Language> spoken = spoken(row[10] + "," + fact[5]);
        Country country = new Country(
                row[0],
                row[1],
                names,
                words(row[13], "\\|"),
                fact[3].equals("-") ? row[0] : fact[3],
                continents(row[0], Continent.ofCode(row[3])),
                row[4],
                fact[1].equals("-") ? null : DrivingSide.valueOf(fact[1].toUpperCase(Locale.ROOT)),
                fact[2].equals("landlocked"),
                spoken,
                written(row[0], spoken),
                row[6],
                row[7],
                row[8].replace("+", ""),
                row[9],
                Set.copyOf(words(row[11], ",")),
                Set.copyOf(words(row[12], ",")));
        byCode.put(country.code(), country);
        byName.putIfAbsent(Names.fold(country.code3()), country);
        country.names().forEach(name -> byName.putIfAbsent(Names.fold(name), country));
        country.demonyms().forEach(word -> byDemonym.merge(Names.fold(word), country, CountryTable::larger));
    }

    /** A demonym of a state is not its territory's, as of the United States and its islands. */
    private static Country larger(Country one, Country other) {
        return other.state().equals(other.code()) && !one.state().equals(one.code()) ? other : one;
    }

    private static List<Continent> continents(String code, Continent main) {
        Set<Continent> continents = new LinkedHashSet<>(List.of(main));
        SECOND.forEach((continent, codes) -> {
            if (codes.contains(code)) {
                continents.add(continent);
            }
        });
        return List.copyOf(continents);
    }

    private List<Language> spoken(String codes) {
        Set<Language> spoken = new LinkedHashSet<>();
        for (String code : words(codes, ",")) {
            Language language = languages.get(code.split("-", 2)[0]);
            if (language != null) {
                spoken.add(language);
            }
        }
        return List.copyOf(spoken);
    }

    /** A script such as {@code Arabic:PK} is that language's in the one country. */
    private Set<String> written(String country, List<Language> spoken) {
        Set<String> written = new LinkedHashSet<>();
        for (Language language : spoken) {
            for (String script : Objects.requireNonNull(scripts.get(language))) {
                String[] parts = script.split(":", 2);
                if (parts.length == 1 || parts[1].equals(country)) {
                    written.add(parts[0]);
                }
            }
        }
        return written;
    }

    private static List<String> words(String text, String separator) {
        return Arrays.stream(text.split(separator))
                .filter(word -> !word.isEmpty() && !word.equals("-"))
                .toList();
    }
}

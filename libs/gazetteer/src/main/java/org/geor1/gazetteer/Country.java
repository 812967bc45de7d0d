package org.geor1.gazetteer;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A country or dependent territory with an ISO 3166-1 code, and Kosovo as XK.
 *
 * @param code two letters
 * @param code3 three letters
 * @param names English name first, then other names of it, in other languages too
 * @param demonyms what its people and things are called, such as {@code French}; may be empty
 * @param state the code of the state that a dependent territory belongs to; else its own code
 * @param continents the continents that it lies in, its main one first
 * @param capital may be empty
 * @param drivingSide null where there are no roads
 * @param landlocked whether it touches no ocean or sea that ships reach it by; the Caspian is a lake
 * @param languages those spoken by many or official, the most important first
 * @param scripts names of the scripts that these are written in there, such as {@code Cyrillic}
 * @param currencyCode ISO 4217; may be empty
 * @param currency English name of the currency without its country, such as {@code Krona}; may be empty
 * @param callingCode without a plus sign, such as {@code 1-268}; may be empty
 * @param topLevelDomain such as {@code .fr}; may be empty
 * @param neighbours codes of countries with a common land border
 * @param climates Köppen classes of at least 0.1 % of its area, of A, BS, BW, Cf, Cs, Cw, D and E; empty if unknown
 */
public record Country(
        String code,
        String code3,
        List<String> names,
        List<String> demonyms,
        String state,
        List<Continent> continents,
        String capital,
        @Nullable DrivingSide drivingSide,
        boolean landlocked,
        List<Language> languages,
        Set<String> scripts,
        String currencyCode,
        String currency,
        String callingCode,
        String topLevelDomain,
        Set<String> neighbours,
        Set<String> climates) {
    public Country {
        names = List.copyOf(names);
        demonyms = List.copyOf(demonyms);
        continents = List.copyOf(continents);
        languages = List.copyOf(languages);
        scripts = Set.copyOf(scripts);
        neighbours = Set.copyOf(neighbours);
        climates = Set.copyOf(climates);
    }

    public String name() {
        return names.get(0);
    }

    /** Whether both are one state, as a territory and the state that it belongs to are. */
    public boolean sameState(Country other) {
        return state.equals(other.state);
    }
}

package org.geor1.factcheck.claim;

import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Names;

/** Currencies as texts name them. */
public final class Money {
    private static final Map<String, String> UNITS = units(
            "dollar dollars bucks",
            "euro euros",
            "pound pounds quid",
            "krona kronor krone kroner kronur crown crowns koruna koruny korunas",
            "zloty zlotys zlote",
            "forint forints",
            "leu lei",
            "lev leva levs",
            "ruble rubles rouble roubles",
            "hryvnia hryvnias hryvnya",
            "lira liras lire",
            "shekel shekels sheqel sheqels",
            "dinar dinars",
            "dirham dirhams",
            "rial rials riyal riyals",
            "riel riels",
            "rupee rupees",
            "taka",
            "rupiah",
            "ringgit",
            "baht",
            "dong",
            "kip",
            "kyat kyats",
            "peso pesos",
            "real reais reals",
            "sol soles",
            "boliviano bolivianos",
            "guarani guaranis",
            "quetzal quetzales",
            "lempira lempiras",
            "colon colones",
            "balboa balboas",
            "yen",
            "yuan renminbi rmb",
            "won",
            "tugrik togrog",
            "tenge",
            "manat",
            "lari",
            "dram",
            "franc francs",
            "naira",
            "cedi cedis",
            "shilling shillings",
            "birr",
            "rand",
            "kwacha",
            "pula",
            "metical meticais",
            "ariary",
            "denar denars",
            "lek",
            "bolivar bolivares",
            "gourde gourdes",
            "som",
            "somoni",
            "afghani afghanis",
            "ngultrum",
            "rufiyaa",
            "kwanza");

    /** What is paid with besides the currency of the country, by many or by law. */
    private static final Map<String, Set<String>> BESIDES = Map.of(
            "USD", Set.of("KH", "ZW", "PA", "LB", "LR", "BS", "BZ", "BM", "BB", "AR", "UY", "VE", "CR", "HT", "SO"),
            "EUR", Set.of("BG"),
            "INR", Set.of("BT", "NP"),
            "ZAR", Set.of("LS", "NA", "SZ"),
            "GBP", Set.of("GI", "FK", "SH", "GG", "JE", "IM"),
            "TRY", Set.of("CY"),
            "ILS", Set.of("PS"));

    private Money() {}

    static Collection<String> unitWords() {
        return UNITS.keySet();
    }

    /**
     * Whether what a text names is paid with in the country, or empty if that cannot be told. Francs are francs unless the text says
     * whose.
     */
    public static Optional<Boolean> isPaid(String words, Country country, Gazetteer gazetteer) {
        if (country.currencyCode().isEmpty()) {
            return Optional.empty();
        }
        Set<String> codes = new LinkedHashSet<>(List.of(country.currencyCode()));
        BESIDES.forEach((code, countries) -> {
            if (countries.contains(country.code())) {
                codes.add(code);
            }
        });
        Optional<String> whose = whose(words, gazetteer);
        if (whose.isPresent()) {
            return Optional.of(codes.contains(whose.get()));
        }
        Set<String> known =
                new LinkedHashSet<>(unit(country.currency()).stream().toList());
        for (String code : codes) {
            unit(name(code)).ifPresent(known::add);
        }
        return known.isEmpty() ? Optional.empty() : unit(words).map(known::contains);
    }

    /** The usual English name of the country's currency, such as Swedish Krona. */
    public static String name(Country country) {
        String name = name(country.currencyCode());
        return name.equals(country.currencyCode()) ? country.currency() : name;
    }

    private static String name(String code) {
        try {
            return Currency.getInstance(code).getDisplayName(Locale.ENGLISH);
        } catch (IllegalArgumentException notInThisJdk) {
            return code;
        }
    }

    private static Optional<String> unit(String words) {
        return List.of(Names.fold(words).split(" ")).stream()
                .filter(UNITS::containsKey)
                .map(UNITS::get)
                .reduce((first, last) -> last);
    }

    /** The code of the currency of the country that a word before the unit names, as in Swiss francs. */
    private static Optional<String> whose(String words, Gazetteer gazetteer) {
        if (words.endsWith(" sterling")) {
            return Optional.of("GBP");
        }
        int space = words.indexOf(' ');
        if (space < 0 || !Character.isUpperCase(words.codePointAt(0))) {
            return Optional.empty();
        }
        String word = words.substring(0, space);
        return gazetteer
                .countryOfDemonym(word)
                .or(() -> gazetteer.country(word.replace(".", "")))
                .map(Country::currencyCode);
    }

    private static Map<String, String> units(String... rows) {
        Map<String, String> units = new HashMap<>();
        for (String row : rows) {
            String[] words = row.split(" ");
            for (String word : words) {
                units.put(word, words[0]);
            }
        }
        units.put("złoty", "zloty");
        units.put("złotys", "zloty");
        units.put("colón", "colon");
        return units;
    }
}

package org.geor1.factcheck.claim;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Vocabularies: words as texts have them, to the fixed form that is checked. */
final class Words {
    static final Map<String, String> SCRIPTS = table(
            "Cyrillic=cyrillic|russian|ukrainian|bulgarian|serbian",
            "Greek=greek",
            "Arabic=arabic|persian|perso-arabic|urdu",
            "Hebrew=hebrew",
            "Devanagari=devanagari|hindi|nepali",
            "Bengali=bengali|bangla",
            "Gurmukhi=gurmukhi",
            "Gujarati=gujarati",
            "Tamil=tamil",
            "Telugu=telugu",
            "Kannada=kannada",
            "Malayalam=malayalam",
            "Odia=odia|oriya",
            "Sinhala=sinhala|sinhalese",
            "Thai=thai",
            "Lao=lao|laotian",
            "Khmer=khmer|cambodian",
            "Burmese=burmese",
            "Tibetan=tibetan",
            "Georgian=georgian|mkhedruli",
            "Armenian=armenian",
            "Hangul=hangul|hangeul|korean",
            "Kana=kana|hiragana|katakana|japanese",
            "Han=chinese|kanji|hanzi|han",
            "Ethiopic=ge'ez|ge’ez|geez|ethiopic|amharic",
            "Mongolian=mongolian",
            "Tifinagh=tifinagh|berber",
            "Thaana=thaana");

    /** Names of scripts that name no language besides, so that a sign can be in them. */
    static final String PURE_SCRIPTS =
            "cyrillic|devanagari|hangul|hangeul|kana|hiragana|katakana|kanji|hanzi|gurmukhi|ge['’]ez|tifinagh|thaana|mkhedruli";

    static final Map<String, String> CLIMATES = table(
            "tropical=tropical",
            "subtropical=subtropical|sub-tropical",
            "mediterranean=mediterranean",
            "arid=arid|desert|semi-arid|semiarid",
            "temperate=temperate",
            "continental=continental",
            "polar=polar|arctic|subarctic|sub-arctic");

    static final Map<String, String> REGIONS = table(
            "Africa=africa",
            "North Africa=north africa|northern africa",
            "West Africa=west africa|western africa",
            "East Africa=east africa|eastern africa",
            "Southern Africa=southern africa",
            "Central Africa=central africa",
            "Antarctica=antarctica",
            "Asia=asia",
            "Central Asia=central asia",
            "Southeast Asia=southeast asia|south-east asia|south east asia|southeastern asia",
            "South Asia=south asia|southern asia|the indian subcontinent",
            "East Asia=east asia|eastern asia|northeast asia",
            "Middle East=middle east|western asia|west asia",
            "Europe=europe|central europe|eastern europe|western europe|northern europe|southern europe|southeastern europe|north europe|the european union",
            "Scandinavia=scandinavia",
            "Balkans=balkans",
            "North America=north america",
            "Central America=central america",
            "Caribbean=caribbean",
            "South America=south america",
            "Latin America=latin america",
            "Oceania=oceania|australasia|polynesia|melanesia");

    static final Map<String, String> CONTINENT_ADJECTIVES = table(
            "Africa=african",
            "Asia=asian",
            "Europe=european",
            "South America=south american",
            "Central America=central american",
            "Latin America=latin american");

    static final String SIGNS =
            "\\b(?:signs?|signage|signboards?|boards?|billboards?|adverts?|ads?|advertisements?|posters?|banners?|texts?|lettering"
                    + "|letters?|plates?|names?|words?|writing|written|printed|labels?|menus?|shops?|shopfronts?|storefronts?|windows?|notices?|inscriptions?|murals?|graffiti|lines?"
                    + "|tiles?|captions?|headlines?|says?|reads?|prints?)\\b";

    private Words() {}

    /** Alternatives of a pattern, the longest first. */
    static String any(Collection<String> words) {
        return words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(word -> word))
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:", ")"));
    }

    private static Map<String, String> table(String... rows) {
        Map<String, String> table = new LinkedHashMap<>();
        for (String row : rows) {
            String[] parts = row.split("=", 2);
            for (String word : parts[1].split("\\|")) {
                table.put(word.toLowerCase(Locale.ROOT), parts[0]);
            }
        }
        return table;
    }
}

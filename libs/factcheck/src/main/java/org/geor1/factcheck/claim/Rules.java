package org.geor1.factcheck.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Language;

/** The ways in which texts make claims of each kind, but for the place that they conclude. */
final class Rules {
    private static final String SIDE =
            "(?<value>left|right)(?:[- ]hand)?(?: side)?(?: of the (?:road|street|lane|highway))?"
                    + "(?! of the (?:picture|photo|image|frame|scene)|\\s+(?:turn|corner|foreground|background))";
    private static final String VEHICLES =
            "\\b(?:traffic|cars?|vehicles?|bus(?:es)?|taxis?|cabs?|trams?|trucks?|lorr(?:y|ies)|drivers?|motorists?|bikes?|bicycles?"
                    + "|cyclists?|motorbikes?|scooters?|rickshaws?|tuk-tuks?|people|everyone|everybody|they|one|road|roads|minibus(?:es)?|matatus)\\b";
    private static final String MONEY =
            "(?:prices?|priced|costs?|pays?|paid|currency|currencies|bank ?notes?|notes|coins?|menu|uses?|used|using|cash|fares?|tickets?|bills?|money)";
    private static final Map<String, String> SIDES = Map.of();
    private static final Map<String, String> OTHER_SIDE = Map.of("left", "right", "right", "left");

    private Rules() {}

    static List<Rule> of(Gazetteer gazetteer) {
        List<Rule> rules = new ArrayList<>();
        driving(rules);
        hemispheres(rules);
        continents(rules);
        climates(rules);
        coasts(rules);
        languages(rules, gazetteer);
        scripts(rules);
        currencies(rules);
        return List.copyOf(rules);
    }

    private static void driving(List<Rule> rules) {
        rules.add(Rule.of(
                ClaimKind.DRIVING_SIDE,
                "\\bdriv(?:e|es|en|ing)\\b(?: their cars)?(?: here)?(?: is)? on the " + SIDE,
                SIDES));
        rules.add(
                Rule.of(
                                ClaimKind.DRIVING_SIDE,
                                "\\b(?:keep|keeps|keeping|run|runs|running|travel|travels|travell?ing|move|moves|moving|flow|flows|flowing|stay|stays|staying|go|goes|circulates?|sticks?|ride|rides|is|are)\\b"
                                        + "(?: (?:on|to|in))?(?: the| their)? " + SIDE,
                                SIDES)
                        .within(
                                "(?!.*\\bparked\\b)(?=.*" + VEHICLES
                                        + ")(?!.*\\b(?:cars?|vehicles?|bus|buses|taxis?|trucks?|road|people|one|they|bikes?) (?:is|are) (?:on|to) the)"));
        rules.add(Rule.of(ClaimKind.DRIVING_SIDE, "\\b(?<value>left|right)[- ]hand traffic\\b", SIDES));
        rules.add(Rule.of(ClaimKind.DRIVING_SIDE, "\\b(?<value>left|right)[- ]hand[- ]drive\\b", OTHER_SIDE));
        rules.add(Rule.of(
                ClaimKind.DRIVING_SIDE,
                "\\bsteering wheels? (?:is|are|sits?) on the (?<value>left|right)\\b",
                OTHER_SIDE));
    }

    private static void hemispheres(List<Rule> rules) {
        rules.add(Rule.of(
                ClaimKind.HEMISPHERE, "\\b(?<value>northern|southern|eastern|western) hemisphere\\b", Map.of()));
        rules.add(Rule.of(
                ClaimKind.HEMISPHERE,
                "\\b(?<value>north|south) of the equator\\b",
                Map.of("north", "northern", "south", "southern")));
    }

    private static void continents(List<Rule> rules) {
        rules.add(Rule.of(
                ClaimKind.CONTINENT,
                "\\b(?:in|of|within|across|to|is|on|part of)(?: the)?(?: (?:far|deep))?(?: (?:heart|north|south|east|west|middle|part) of)?(?: the)? "
                        + "(?:(?:northern|southern|eastern|western|central|north|south|east|west|sub-saharan|mainland|continental)[- ](?!africa\\b))?"
                        + "(?<value>" + Words.any(Words.REGIONS.keySet()) + ")\\b(?! plate)",
                Words.REGIONS));
        rules.add(Rule.of(
                ClaimKind.CONTINENT,
                "\\b(?:an?|this|the|typical(?:ly)?)(?: \\w+)? (?<value>"
                        + Words.any(Words.CONTINENT_ADJECTIVES.keySet())
                        + ") (?:country|city|town|capital|nation|state|street|village|metropolis)\\b",
                Words.CONTINENT_ADJECTIVES));
    }

    private static void climates(List<Rule> rules) {
        String climate = "(?<value>" + Words.any(Words.CLIMATES.keySet()) + ")";
        rules.add(Rule.of(
                ClaimKind.CLIMATE,
                "\\b" + climate + "(?: \\w+)? (?:climate|weather|zone|conditions|belt)\\b",
                Words.CLIMATES));
        rules.add(Rule.of(
                ClaimKind.CLIMATE,
                "\\bclimate(?: \\w+)? (?:is|must be|appears|seems|looks)(?: \\w+ly)? " + climate + "\\b",
                Words.CLIMATES));
        rules.add(Rule.of(
                ClaimKind.CLIMATE,
                "\\b(?:it|this|country|city|area|region|island|place|coast) (?:is|lies|must be) (?:\\w+ly )?" + climate
                        + "(?=\\W*$)",
                Words.CLIMATES));
    }

    private static void coasts(List<Rule> rules) {
        String sea = "(?:coast(?:line)?|sea ?coast|access to the (?:sea|ocean)|sea access|outlet to the sea)";
        rules.add(Rule.constant(ClaimKind.COAST, "landlocked", "\\b(?<value>land-?locked)\\b"));
        rules.add(Rule.constant(
                ClaimKind.COAST,
                "landlocked",
                "\\b(?<value>(?:no|without(?: an?| any)?|lacks? (?:an?|any)|does not have (?:an?|any)) " + sea
                        + ")\\b"));
        rules.add(Rule.constant(
                ClaimKind.COAST,
                "coast",
                "\\bha(?:s|ve) (?<value>an? (?:\\w+ )?coast(?:line)?|access to the (?:sea|ocean))\\b"));
        rules.add(
                Rule.constant(
                        ClaimKind.COAST,
                        "seaside",
                        "\\b(?<value>(?:coastal|seaside|seafront) (?:city|town|capital|place|village|resort|road|area|location)"
                                + "|on the (?:\\w+ )?(?:coast|seafront|seashore)|by the sea(?:side)?|at the seaside|port city)\\b"));
        rules.add(Rule.constant(
                ClaimKind.COAST,
                "inland",
                "\\b(?<value>far (?:away )?from (?:the|any) (?:sea|coast|ocean)|deep inland)\\b"));
    }

    private static void languages(List<Rule> rules, Gazetteer gazetteer) {
        Map<String, String> names = new HashMap<>();
        for (Language language : gazetteer.languages()) {
            language.names().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), language.name()));
        }
        String language = "(?<value>" + Words.any(names.keySet())
                + ")\\b(?! (?:script|alphabet|letters?|characters?|dollars?|pounds?|francs?|pesos?|rupees?|yen|won|style))";
        rules.add(Rule.of(ClaimKind.LANGUAGE, "\\bin (?:both )?" + language, names)
                .within(Words.SIGNS));
        rules.add(Rule.of(
                ClaimKind.LANGUAGE,
                "\\blanguages?\\b(?: \\w+){0,5}? (?:is|are|be|seems|looks|appears to be)(?: (?:clearly|certainly|definitely))? "
                        + language,
                names));
        rules.add(Rule.of(
                ClaimKind.LANGUAGE,
                "\\b(?:text|signage|lettering|writing|inscriptions?) (?:is|are) " + language,
                names));
        rules.add(Rule.of(
                ClaimKind.LANGUAGE, language + " is(?: \\w+)? (?:the|an|one of the)(?: \\w+){0,2} languages?", names));
        rules.add(Rule.of(ClaimKind.LANGUAGE, language + "(?: is (?:widely )?spoken|[- ]speaking)", names));
        rules.add(Rule.of(ClaimKind.LANGUAGE, "\\b(?:speak|speaks|speaking) " + language, names));
        rules.add(Rule.of(
                ClaimKind.LANGUAGE,
                language
                        + " (?:signs?|signage|text|words|lettering|shop names|street names|inscriptions?|adverts?|ads|billboards?|posters?)\\b",
                names));
    }

    private static void scripts(List<Rule> rules) {
        String script = "(?<value>" + Words.any(Words.SCRIPTS.keySet()) + ")";
        rules.add(Rule.of(
                ClaimKind.SCRIPT,
                "\\b" + script + " (?:script|alphabet|letters?|characters?|writing|lettering|syllables|glyphs)\\b",
                Words.SCRIPTS));
        rules.add(Rule.of(ClaimKind.SCRIPT, "\\bin (?<value>" + Words.PURE_SCRIPTS + ")\\b", Words.SCRIPTS));
        rules.add(Rule.of(
                ClaimKind.SCRIPT,
                "\\b(?:use|uses|using|show|shows|has|have) (?:the )?(?<value>" + Words.PURE_SCRIPTS + ")\\b",
                Words.SCRIPTS));
    }

    private static void currencies(List<Rule> rules) {
        String unit = Words.any(Money.unitWords());
        String money = "(?<value>(?:\\b[\\w'’.]+ )?" + unit + "(?: sterling)?)\\b";
        rules.add(Rule.verbatim(
                        ClaimKind.CURRENCY,
                        "\\b(?:in|with|uses?|used|is|are|accepts?|accepted|pays?|costs?)(?: here)?(?: the| its| their)? "
                                + money)
                .within("\\b" + MONEY + "\\b"));
    }
}

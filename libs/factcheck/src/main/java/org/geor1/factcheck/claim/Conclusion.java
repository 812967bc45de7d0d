package org.geor1.factcheck.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.factcheck.text.Clause;
import org.geor1.factcheck.text.Sentence;
import org.geor1.factcheck.text.Span;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place that a text concludes: in the last sentence that draws a conclusion and names one. Whatever it
 * names before are hypotheses, which may be wrong without making the text wrong.
 */
final class Conclusion {
    private static final int GAP = 40;

    private static final Pattern CUE = Pattern.compile(
            "\\b(?:answer|guess|location|conclusion|verdict|conclud(?:e|es|ing)|must be|should be|has to be|this is|it is|it['’]s|that is|we are|we're|taken|captured|shot|located"
                    + "|situated|shows?|depicts?|i (?:\\w+ )?(?:choose|pick|say|settle|think|believe|go|am)|settle on|lean(?:ing)? towards?|city is|place is|town is|photo is|picture is|image is|scene is|country is|capital is"
                    + "|places? (?:it|this|us)|points? to|therefore|hence|thus|so|conclusively|is from|comes from|probably|likely)\\b",
            Pattern.CASE_INSENSITIVE);

    /** What may stand between the parts of one place. */
    private static final Pattern JOIN = Pattern.compile(
            "[\\s,(]*(?:which is |a (?:city|town|port) |the (?:\\w+ )?capital |the (?:\\w+ )?(?:city|town) )?(?:in |of |from |located in )?(?:the )?(?:state of |province of |country of |republic of )?",
            Pattern.CASE_INSENSITIVE);

    private final Mentions mentions;
    private final Gazetteer gazetteer;

    Conclusion(Mentions mentions, Gazetteer gazetteer) {
        this.mentions = mentions;
        this.gazetteer = gazetteer;
    }

    /** The claims of place and country; empty if the text concludes none, or several at once. */
    List<Claim> read(String text, List<Sentence> sentences) {
        for (int i = sentences.size() - 1; i >= 0; i--) {
            Sentence sentence = sentences.get(i);
            Matcher cue = CUE.matcher(text)
                    .region(sentence.span().start(), sentence.span().end());
            if (cue.find()) {
                List<Mention> named = asserted(text, sentence, cue.end());
                if (!named.isEmpty()) {
                    return claims(text, named);
                }
            } else if (i == sentences.size() - 1) {
                List<Mention> named = asserted(text, sentence, sentence.span().start());
                if (isNothingElse(text, sentence.span(), named)) {
                    return claims(text, named);
                }
            }
        }
        return List.of();
    }

    /** Whether the sentence is a place alone, as in a last line "Lima, Peru". */
    private static boolean isNothingElse(String text, Span sentence, List<Mention> named) {
        int letters =
                (int) sentence.of(text).codePoints().filter(Character::isLetter).count();
        int inNames = named.stream()
                .mapToInt(mention -> (int)
                        mention.name().codePoints().filter(Character::isLetter).count())
                .sum();
        return !named.isEmpty() && letters == inNames;
    }

    private List<Mention> asserted(String text, Sentence sentence, int from) {
        List<Mention> asserted = new ArrayList<>();
        for (Mention mention :
                mentions.places(text, new Span(from, sentence.span().end()))) {
            boolean stated = sentence.clauses().stream().anyMatch(clause -> states(clause, mention.span()));
            if (stated && isPlace(mention)) {
                asserted.add(mention);
            }
        }
        return asserted;
    }

    /** A name with an "and" may go over the end of a clause. */
    private static boolean states(Clause clause, Span name) {
        return clause.asserted().start() <= name.start()
                && name.start() < clause.asserted().end();
    }

    private boolean isPlace(Mention mention) {
        boolean latin = mention.name().codePoints().allMatch(point -> point < 0x250);
        return (!latin || mention.name().length() > 2)
                && (mention.country() != null
                        || gazetteer.countryOfDemonym(mention.name()).isEmpty()
                                && !mention.name().equals(mention.name().toUpperCase(Locale.ROOT))
                        || !latin);
    }

    private List<Claim> claims(String text, List<Mention> named) {
        Mention first = named.get(0);
        Mention second = after(text, named, 1);
        Mention third = second == null ? null : after(text, named, 2);
        if (second == null && named.size() > 1 && alternatives(text, first, named.get(1))) {
            return List.of();
        }
        if (first.country() != null && (second == null || second.country() == null)) {
            return List.of(country(first));
        }
        if (first.cities().isEmpty()) {
            return first.country() == null ? List.of() : List.of(country(first));
        }
        boolean region = second != null && !regions(first, second).isEmpty();
        Mention last = second;
        if (second != null && (region || second.country() == null)) {
            last = third == null && isCountryToo(first, second) ? second : third;
        }
        String value = region && second != null ? first.name() + ", " + second.name() : first.name();
        Country within = last == null ? null : last.country();
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(
                ClaimKind.PLACE, first.span(), first.span(), value, within == null ? List.of() : List.of(within)));
        if (last != null && within != null) {
            claims.add(country(last));
        }
        return claims;
    }

    /** The cities of the first name that lie in the state or province of the second. */
    private List<City> regions(Mention first, Mention second) {
        return first.cities().stream()
                .filter(city -> gazetteer.inRegion(city, second.name()))
                .toList();
    }

    /** England is a region and, to many, a country. */
    private boolean isCountryToo(Mention first, Mention second) {
        Country country = second.country();
        return country != null
                && regions(first, second).stream()
                        .anyMatch(city -> city.country().equals(country.code()));
    }

    @Nullable
    private static Mention after(String text, List<Mention> named, int index) {
        if (named.size() <= index) {
            return null;
        }
        int from = named.get(index - 1).span().end();
        int to = named.get(index).span().start();
        boolean joined =
                to - from <= GAP && JOIN.matcher(text.substring(from, to)).matches();
        return joined ? named.get(index) : null;
    }

    private static boolean alternatives(String text, Mention one, Mention other) {
        String between = text.substring(one.span().end(), other.span().start());
        return between.length() <= GAP && between.matches("(?i).*\\bor\\b.*");
    }

    private static Claim country(Mention mention) {
        return new Claim(ClaimKind.COUNTRY, mention.span(), mention.span(), mention.name(), List.of());
    }
}

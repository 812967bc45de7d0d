package org.geor1.factcheck.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.factcheck.text.Clause;
import org.geor1.factcheck.text.Sentence;
import org.geor1.factcheck.text.Sentences;
import org.geor1.factcheck.text.Span;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a text asserts about a place. It goes by sentence and clause; what is hedged, denied, compared with or one of
 * several candidates is no claim. A claim is about the photo unless its clause names a country, as in "Thailand
 * drives on the left". What no pattern knows is not read: the reader would rather miss a claim than invent one.
 */
public final class ClaimReader {
    private static final long LARGE = 100_000;

    /** A clause that begins so speaks of what the clause before it named. */
    private static final Pattern RELATIVE = Pattern.compile(
            "[\\s,;(]*(?:and |but |yet )?(?:which|where|whose|who|there|that|it|they|as|its|their)\\b",
            Pattern.CASE_INSENSITIVE);

    /** As in "In Japan, people drive on the left": two words at most before the comma. */
    private static final Pattern INTRODUCTION = Pattern.compile(
            "\\W*(?:in|across|throughout|within) (?:the )?[\\p{Lu}]\\S*(?: \\p{Lu}\\S*)?\\W*$",
            Pattern.UNICODE_CHARACTER_CLASS | Pattern.CASE_INSENSITIVE);

    /** Where people from elsewhere are, so are their languages. */
    private static final Pattern FOREIGN = Pattern.compile(
            "\\b(?:restaurants?|takeaways?|tourists?|visitors?|travell?ers|immigrants?|expatriates?|chinatown|koreatown|little (?:italy|india|tokyo)|embassy|consulate|airport|foreign)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CONJUNCTION =
            Pattern.compile("[\\s,;]*(?:and|but|yet|so)?\\s*", Pattern.CASE_INSENSITIVE);

    private final Gazetteer gazetteer;
    private final Mentions mentions;
    private final Conclusion conclusion;
    private final List<Rule> rules;

    public ClaimReader(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        this.mentions = new Mentions(gazetteer);
        this.conclusion = new Conclusion(mentions, gazetteer);
        this.rules = Rules.of(gazetteer);
    }

    /** All claims in the order of the text. */
    public List<Claim> read(String text) {
        List<Mention> countries = mentions.countries(text);
        List<Sentence> sentences =
                Sentences.of(text, countries.stream().map(Mention::span).toList());
        List<Claim> claims = new ArrayList<>(conclusion.read(text, sentences));
        for (Sentence sentence : sentences) {
            for (int i = 0; i < sentence.clauses().size(); i++) {
                read(text, sentence, i, countries, claims);
            }
        }
        claims.sort(Comparator.comparingInt(claim -> claim.words().start()));
        return claims;
    }

    private void read(String text, Sentence sentence, int index, List<Mention> countries, List<Claim> claims) {
        Clause clause = sentence.clauses().get(index);
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern()
                    .matcher(text)
                    .region(clause.span().start(), clause.span().end());
            while (matcher.find()) {
                Span words = new Span(matcher.start(), matcher.end());
                Span value = new Span(matcher.start("value"), matcher.end("value"));
                boolean known = claims.stream()
                        .anyMatch(claim ->
                                claim.kind() == rule.kind() && claim.words().overlaps(words));
                if (clause.asserts(words)
                        && !known
                        && !isOfForeigners(rule, clause.span().of(text))
                        && rule.context().matcher(clause.span().of(text)).find()) {
                    claims.add(new Claim(
                            rule.kind(),
                            words,
                            value,
                            rule.value().apply(value.of(text)),
                            subjects(text, sentence, index, words, countries)));
                }
            }
        }
    }

    private static boolean isOfForeigners(Rule rule, String clause) {
        return (rule.kind() == ClaimKind.LANGUAGE || rule.kind() == ClaimKind.SCRIPT)
                && FOREIGN.matcher(clause).find();
    }

    private List<Country> subjects(String text, Sentence sentence, int index, Span words, List<Mention> countries) {
        Clause clause = sentence.clauses().get(index);
        List<Country> here = within(new Span(clause.span().start(), words.start()), countries);
        if (here.isEmpty()) {
            here = behind(text, clause, words, countries);
        }
        if (here.isEmpty()) {
            here = ofCity(text, clause, words);
        }
        Clause before = before(text, sentence, index);
        if (here.isEmpty() && before != null) {
            String start = text.substring(clause.span().start(), words.start());
            boolean elliptic = CONJUNCTION.matcher(start).matches();
            boolean introduced = INTRODUCTION.matcher(before.span().of(text)).lookingAt()
                    && before.asserted().equals(before.span());
            if (elliptic || introduced || RELATIVE.matcher(start).lookingAt()) {
                return within(before.span(), countries);
            }
        }
        return here;
    }

    /** The clause before, but for those that are mere marks. */
    @Nullable
    private static Clause before(String text, Sentence sentence, int index) {
        for (int i = index - 1; i >= 0; i--) {
            Clause clause = sentence.clauses().get(i);
            if (clause.span().of(text).codePoints().anyMatch(Character::isLetter)) {
                return clause;
            }
        }
        return null;
    }

    private static List<Country> within(Span span, List<Mention> countries) {
        Set<Country> found = new LinkedHashSet<>();
        for (Mention mention : countries) {
            if (span.contains(mention.span())) {
                found.add(Objects.requireNonNull(mention.country()));
            }
        }
        return List.copyOf(found);
    }

    /** The country in "the official language of Kenya" or "drive on the left in Kenya". */
    private static List<Country> behind(String text, Clause clause, Span words, List<Mention> countries) {
        for (Mention mention : countries) {
            if (mention.span().start() >= words.end()
                    && mention.span().end() <= clause.span().end()
                    && text.substring(words.end(), mention.span().start())
                            .matches("(?i)[^.]{0,12}\\b(?:in|of|for)(?: the)? ")) {
                return List.of(Objects.requireNonNull(mention.country()));
            }
        }
        return List.of();
    }

    /** The country of a large city that the clause begins with, if no other country has one of that name. */
    private List<Country> ofCity(String text, Clause clause, Span words) {
        List<Mention> named = mentions.places(text, new Span(clause.span().start(), words.start()));
        if (named.isEmpty() || named.get(0).span().start() - clause.span().start() > 5) {
            return List.of();
        }
        List<String> codes = named.get(0).cities().stream()
                .filter(city -> city.population() >= LARGE)
                .map(City::country)
                .distinct()
                .toList();
        return codes.size() == 1 ? gazetteer.country(codes.get(0)).stream().toList() : List.of();
    }
}

package org.geor1.factcheck.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.geor1.factcheck.claim.Claim;
import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.factcheck.claim.ClaimReader;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;

/**
 * Checks chains of thought about photos of the real Earth. A claim is false only where metadata or gazetteer are certain
 * of it. Safe for any number of threads.
 */
public final class FactChecker {
    /** Longer texts are cut there for reading; a chain of thought is far shorter. */
    public static final int MAX_LENGTH = 100_000;

    /** Kinds with one true value that fits where the false one stood. */
    private static final Set<ClaimKind> REPAIRABLE =
            EnumSet.of(ClaimKind.DRIVING_SIDE, ClaimKind.HEMISPHERE, ClaimKind.CONTINENT);

    private static final double BORDER_METRES = 50_000;

    private final Gazetteer gazetteer;
    private final ClaimReader reader;
    private final Judge judge;

    public FactChecker(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        this.reader = new ClaimReader(gazetteer);
        this.judge = new Judge(gazetteer);
    }

    /** The claims of the exemplar's text, held against its metadata. */
    public Verdict check(Exemplar exemplar) {
        String text = exemplar.text();
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the text of " + exemplar.id() + " is longer than " + MAX_LENGTH + " characters");
        }
        Truth truth = Truth.of(exemplar, gazetteer);
        List<Claim> claims = reader.read(text);
        Map<ClaimKind, Integer> counts = new EnumMap<>(ClaimKind.class);
        claims.forEach(claim -> counts.merge(claim.kind(), 1, Integer::sum));
        List<Violation> violations = new ArrayList<>();
        contradiction(exemplar, truth).ifPresent(violations::add);
        List<Claim> wrong = new ArrayList<>();
        for (Claim claim : claims) {
            judge.correction(claim, truth).ifPresent(actual -> {
                wrong.add(claim);
                violations.add(new Violation(
                        claim.kind(),
                        claim.words().start(),
                        claim.words().end(),
                        claim.words().of(text),
                        claim.value(),
                        actual));
            });
        }
        if (violations.isEmpty()) {
            return new Verdict(exemplar.id(), Verdict.Outcome.ACCEPTED, text, counts, violations);
        }
        Optional<String> repaired =
                violations.size() == wrong.size() ? repair(text, wrong, violations, truth) : Optional.empty();
        return repaired.map(better -> new Verdict(exemplar.id(), Verdict.Outcome.REPAIRED, better, counts, violations))
                .orElseGet(() -> new Verdict(exemplar.id(), Verdict.Outcome.REJECTED, text, counts, violations));
    }

    /** A position far from the country that the metadata name: one of them is wrong, and nothing can be checked by it. */
    private Optional<Violation> contradiction(Exemplar exemplar, Truth truth) {
        if (!exemplar.country().isBlank() && truth.country() == null) {
            return Optional.of(new Violation(
                    ClaimKind.METADATA, 0, 0, "", exemplar.country(), "no country of that name or code is known"));
        }
        if (exemplar.position() == null || truth.country() == null) {
            return Optional.empty();
        }
        Country named = truth.country();
        Optional<Country> there = gazetteer.country(exemplar.position(), BORDER_METRES);
        boolean near = there.filter(country -> country.sameState(named)).isPresent()
                || gazetteer.isWithin(exemplar.position(), named, BORDER_METRES);
        return near
                ? Optional.empty()
                : Optional.of(new Violation(
                        ClaimKind.METADATA,
                        0,
                        0,
                        "",
                        named.name(),
                        there.map(country -> "the position lies in " + country.name())
                                .orElse("the position lies at sea")));
    }

    /** The text with true values where false ones stood, if that leaves nothing false. */
    private Optional<String> repair(String text, List<Claim> wrong, List<Violation> violations, Truth truth) {
        StringBuilder repaired = new StringBuilder(text);
        for (int i = wrong.size() - 1; i >= 0; i--) {
            Claim claim = wrong.get(i);
            String words = claim.valueSpan().of(text);
            if (!REPAIRABLE.contains(claim.kind())) {
                return Optional.empty();
            }
            String better = better(claim, words, violations.get(i).actual());
            repaired.replace(claim.valueSpan().start(), claim.valueSpan().end(), better);
        }
        String whole = repaired.toString();
        boolean sound = reader.read(whole).stream()
                .allMatch(claim -> judge.correction(claim, truth).isEmpty());
        return sound ? Optional.of(whole) : Optional.empty();
    }

    /** Words that stand for the other side, such as north for northern, stay of their kind. */
    private static String better(Claim claim, String words, String actual) {
        String better = switch (words.toLowerCase(Locale.ROOT)) {
            case "north" -> "south";
            case "south" -> "north";
            case "left" -> "right";
            case "right" -> "left";
            default -> actual;
        };
        boolean capital = Character.isUpperCase(words.charAt(0));
        return capital ? Character.toUpperCase(better.charAt(0)) + better.substring(1) : better;
    }
}

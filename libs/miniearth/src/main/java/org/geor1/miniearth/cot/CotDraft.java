package org.geor1.miniearth.cot;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.City;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;
import org.geor1.miniearth.style.Climate;
import org.geor1.miniearth.style.Country;
import org.geor1.miniearth.style.DrivingSide;
import org.geor1.miniearth.style.Swatch;

/**
 * A chain of thought before it is put into words: one value for each thing it claims. Starting from
 * the truth, an error is planted by changing one value, so that it reads as fluently as the rest.
 */
final class CotDraft {
    private final MiniEarth earth;
    private final Place place;
    private final View view;
    private final CotQuestion question;
    private final Map<Direction, String> cues = new EnumMap<>(Direction.class);
    private final Map<ClaimKind, String> claims = new EnumMap<>(ClaimKind.class);

    CotDraft(MiniEarth earth, Place place, View view, CotQuestion question) {
        this.earth = earth;
        this.place = place;
        this.view = view;
        this.question = question;
        Cues shown = question.wanted(place, view);
        for (Direction direction : Direction.values()) {
            cues.put(direction, shown.at(direction).word());
        }
        String answer = question.answer(place);
        claims.put(ClaimKind.SIGNS, place.country().signs().word());
        claims.put(ClaimKind.ROOFS, place.city().style().roofSwatch().word());
        claims.put(ClaimKind.GROUND, place.climate().ground());
        claims.put(ClaimKind.CONCLUSION, answer);
        claims.put(ClaimKind.ANSWER, answer);
        switch (question.kind()) {
            case CITY, COUNTRY, SIDE -> {
                claims.put(ClaimKind.KNOWLEDGE, place.country().name());
                claims.put(ClaimKind.EVIDENCE, place.drivingSide().word());
            }
            case FITS -> {
                claims.put(ClaimKind.KNOWLEDGE, Elimination.RULE);
                claims.put(ClaimKind.EVIDENCE, question.claimed().verdict(place, view));
            }
            case CLIMATE -> {
                claims.put(ClaimKind.KNOWLEDGE, place.climate().word());
                claims.put(ClaimKind.EVIDENCE, place.country().name());
            }
            case LIES -> {
                claims.put(ClaimKind.KNOWLEDGE, question.direction().legendColour());
                claims.put(ClaimKind.EVIDENCE, answer);
            }
        }
    }

    /** Makes one claim of a random kind false and says which. */
    ClaimKind plantError(SeedStream random) {
        List<ClaimKind> kinds = Stream.of(ClaimKind.values()).filter(this::said).toList();
        ClaimKind kind = random.pick(kinds);
        if (kind == ClaimKind.CUE) {
            Direction direction = random.pick(List.of(Direction.values()));
            cues.computeIfPresent(direction, (key, truth) -> other(truth, features(), random));
        } else {
            claims.computeIfPresent(kind, (key, truth) -> other(truth, vocabulary(kind), random));
        }
        return kind;
    }

    /** Whether the chain says anything of this kind. */
    private boolean said(ClaimKind kind) {
        CotQuestion.Kind asked = question.kind();
        return switch (kind) {
            case STRUCTURE -> false;
            case ROOFS -> asked == CotQuestion.Kind.CITY;
            case SIGNS, GROUND -> asked != CotQuestion.Kind.LIES && asked != CotQuestion.Kind.FITS;
            default -> true;
        };
    }

    private static String other(String truth, List<String> vocabulary, SeedStream random) {
        return random.pick(
                vocabulary.stream().filter(word -> !word.equals(truth)).toList());
    }

    private List<String> vocabulary(ClaimKind kind) {
        return switch (kind) {
            case SIGNS, ROOFS -> words(Swatch.values(), Swatch::word);
            case GROUND -> words(Climate.values(), Climate::ground);
            case KNOWLEDGE ->
                switch (question.kind()) {
                    case CITY, COUNTRY, SIDE -> countries();
                    case CLIMATE -> words(Climate.values(), Climate::word);
                    case FITS -> List.of(Elimination.RULE, Elimination.FALSE_RULE);
                    case LIES -> words(Direction.values(), Direction::legendColour);
                };
            case EVIDENCE ->
                switch (question.kind()) {
                    case CITY, COUNTRY, SIDE -> sides();
                    case CLIMATE -> countries();
                    case LIES -> features();
                    case FITS -> verdicts();
                };
            case CUE, CONCLUSION, ANSWER, STRUCTURE ->
                switch (question.kind()) {
                    case CITY -> earth.cities().stream().map(City::name).toList();
                    case COUNTRY -> countries();
                    case CLIMATE -> words(Climate.values(), Climate::word);
                    case LIES -> features();
                    case SIDE -> sides();
                    case FITS -> answers();
                };
        };
    }

    private List<String> countries() {
        return earth.countries().stream().map(Country::name).toList();
    }

    /** The verdict and its opposite. */
    private List<String> verdicts() {
        String truth = question.claimed().verdict(place, view);
        String seen = truth.substring(0, truth.lastIndexOf(' '));
        return List.of(seen + " yes", seen + " no");
    }

    private List<String> answers() {
        return List.of(String.valueOf(question.claimed().letter()), Elimination.NO_MATCH);
    }

    private static List<String> features() {
        return words(Feature.values(), Feature::word);
    }

    private static List<String> sides() {
        return words(DrivingSide.values(), DrivingSide::word);
    }

    private static <E> List<String> words(E[] values, Function<E, String> word) {
        return Stream.of(values).map(word).toList();
    }

    /** The reasoning in the paper's four steps, then the answer. */
    String completion() {
        return "<think>cues: " + cueSentence() + " knowledge: " + knowledge() + " evidence: " + evidence()
                + " conclusion: " + conclusion() + "</think><answer>" + claim(ClaimKind.ANSWER) + "</answer>";
    }

    private String cueSentence() {
        String around = Stream.of(Direction.values())
                .map(direction -> direction.word() + " " + cues.get(direction))
                .collect(Collectors.joining(", "));
        return around + ".";
    }

    private String knowledge() {
        String known = claim(ClaimKind.KNOWLEDGE);
        return switch (question.kind()) {
            case CITY ->
                suggests(known) + ", " + claim(ClaimKind.ROOFS) + " roofs suggest " + claim(ClaimKind.CONCLUSION) + ".";
            case COUNTRY, SIDE -> suggests(known) + ".";
            case CLIMATE -> claim(ClaimKind.GROUND) + " suggests " + known + ".";
            case LIES -> known + " marks " + question.direction().word() + ".";
            case FITS -> known + ".";
        };
    }

    private String evidence() {
        String seen = claim(ClaimKind.EVIDENCE);
        return switch (question.kind()) {
            case CITY, COUNTRY -> "cars keep " + seen + ", which agrees.";
            case SIDE -> "cars keep " + seen + ".";
            case CLIMATE -> suggests(seen) + ", which is " + place.climate().word() + ".";
            case LIES -> question.direction().word() + " shows " + seen + ".";
            case FITS -> seen + ".";
        };
    }

    private String conclusion() {
        String country = question.kind() == CotQuestion.Kind.CITY
                ? " in " + place.country().name()
                : "";
        return claim(ClaimKind.CONCLUSION) + country + ".";
    }

    private String suggests(String country) {
        return claim(ClaimKind.SIGNS) + " " + signs() + " and " + claim(ClaimKind.GROUND) + " suggest " + country;
    }

    /** Sign boards stand in the street; from above the same colour shows as paint on the road. */
    private String signs() {
        return view == View.PANORAMA ? "signs" : "paint";
    }

    private String claim(ClaimKind kind) {
        return Objects.requireNonNull(claims.get(kind), kind::name);
    }
}

package org.geor1.miniearth.cot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: true and complete chains pass; a single wrong word anywhere is found and classified. */
class FactCheckTest {
    private static final PromptStyle NANO = PromptStyles.named("nano");

    private final MiniEarth earth = MiniEarth.standard();
    private final Place place = earth.place(earth.city("norvik").orElseThrow(), 16, 31);

    @Test
    void theCityChainReadsAsSpecified() {
        assertThat(completion(CotQuestion.Kind.CITY, View.PANORAMA))
                .isEqualTo("<think>cues: " + place.cues().describe() + "."
                        + " knowledge: red signs and snow suggest norland, blue roofs suggest norvik."
                        + " evidence: cars keep right, which agrees."
                        + " conclusion: norvik in norland.</think><answer>norvik</answer>");
    }

    @ParameterizedTest
    @CsvSource({
        "CITY, PANORAMA, red signs, gold signs, KNOWLEDGE",
        "CITY, TILE, red paint, red signs, KNOWLEDGE",
        "CITY, PANORAMA, blue roofs, grey roofs, KNOWLEDGE",
        "CITY, PANORAMA, and snow, and dust, KNOWLEDGE",
        "CITY, PANORAMA, suggest norland, suggest borea, KNOWLEDGE",
        "CITY, PANORAMA, suggest norvik, suggest skarn, KNOWLEDGE",
        "CITY, PANORAMA, keep right, keep left, EVIDENCE",
        "CITY, PANORAMA, norvik in norland, norvik in borea, CONCLUSION",
        "CITY, PANORAMA, norvik in norland, skarn in norland, CONCLUSION",
        "CITY, PANORAMA, <answer>norvik, <answer>skarn, ANSWER",
        "COUNTRY, TILE, conclusion: norland, conclusion: borea, CONCLUSION",
        "CLIMATE, TILE, snow suggests arctic, snow suggests desert, KNOWLEDGE",
        "CLIMATE, TILE, which is arctic, which is tropical, EVIDENCE",
        "SIDE, PANORAMA, <answer>right, <answer>left, ANSWER",
        "CITY, PANORAMA, which agrees, as one knows, STRUCTURE",
        "CITY, PANORAMA, evidence:, hence:, STRUCTURE",
        "CITY, PANORAMA, </answer>, '</answer> so there', STRUCTURE",
        "CITY, PANORAMA, cues: north, cues: it is north, STRUCTURE"
    })
    void findsOneWrongWord(CotQuestion.Kind kind, View view, String right, String wrong, ClaimKind found) {
        String completion = completion(kind, view);
        assertThat(completion).contains(right);

        assertThat(FactCheck.check(place, view, new CotQuestion(kind), completion.replace(right, wrong)))
                .extracting(Violation::kind)
                .contains(found);
    }

    @Test
    void findsAWrongFeatureInEachDirection() {
        for (Direction direction : Direction.values()) {
            CotQuestion question = CotQuestion.lies(direction);
            String truth = place.cues().at(direction).word();
            String other = truth.equals("lake") ? "forest" : "lake";
            String completion = new CotDataEngine(earth, 1)
                    .exemplar(place, View.TILE, question)
                    .completion();

            assertThat(FactCheck.check(place, View.TILE, question, completion)).isEmpty();
            assertThat(kinds(question, completion, direction.word() + " " + truth, direction.word() + " " + other))
                    .containsExactly(ClaimKind.CUE);
            assertThat(kinds(question, completion, "shows " + truth, "shows " + other))
                    .containsExactly(ClaimKind.EVIDENCE);
            assertThat(kinds(question, completion, direction.legendColour() + " marks", "gold marks"))
                    .containsExactly(ClaimKind.KNOWLEDGE);
        }
    }

    @Test
    void aClaimIsCheckedAgainstTheTileUpToTheFirstDifference() {
        Cues truth = place.cues();
        Feature other = truth.east() == Feature.LAKE ? Feature.FOREST : Feature.LAKE;
        CotQuestion fits = CotQuestion.fits('C', truth);
        CotQuestion differs = CotQuestion.fits('C', truth.with(Direction.EAST, other));
        String north =
                "C north " + truth.north().word() + " vs " + truth.north().word() + " yes";
        String seen = north + ", east " + truth.east().word() + " vs " + other.word() + " no";

        String yes = exemplar(fits);
        assertThat(yes)
                .contains(
                        "evidence: " + north + ", east",
                        truth.west().word() + " yes. conclusion: C.</think><answer>C</answer>");
        assertThat(FactCheck.check(place, View.TILE, fits, yes)).isEmpty();
        assertThat(kinds(fits, yes, "every cue", "no cue")).containsExactly(ClaimKind.KNOWLEDGE);
        assertThat(kinds(fits, yes, " yes. ", " no. ")).containsExactly(ClaimKind.EVIDENCE);
        assertThat(kinds(fits, yes, "<answer>C", "<answer>none")).containsExactly(ClaimKind.ANSWER);

        String no = exemplar(differs);
        assertThat(no).contains("evidence: " + seen + ". conclusion: none.</think><answer>none</answer>");
        assertThat(FactCheck.check(place, View.TILE, differs, no)).isEmpty();
        assertThat(kinds(differs, no, seen, north)).containsExactly(ClaimKind.EVIDENCE);
        assertThat(kinds(differs, no, "cues: north", "cues: east")).contains(ClaimKind.STRUCTURE);
    }

    @Test
    void aDescribedTileIsCheckedAgainstThePanorama() {
        Cues truth = place.cues();
        Feature other = truth.north() == Feature.LAKE ? Feature.FOREST : Feature.LAKE;
        CotQuestion differs = CotQuestion.fits('B', truth.with(Direction.NORTH, other));

        assertThat(NANO.prompt(differs.asked(View.PANORAMA)))
                .startsWith("panorama:<image> tiles:B: north " + other.word());
        String no = new CotDataEngine(earth, 1)
                .exemplar(place, View.PANORAMA, differs)
                .completion();
        assertThat(no)
                .contains(
                        "cues: " + truth.describe(),
                        "evidence: B north " + other.word() + " vs "
                                + truth.north().word() + " no. conclusion: none.");
        assertThat(FactCheck.check(place, View.PANORAMA, differs, no)).isEmpty();
        assertThat(FactCheck.check(place, View.TILE, differs, no))
                .extracting(Violation::kind)
                .contains(ClaimKind.CUE, ClaimKind.EVIDENCE);
    }

    @Test
    void hostileTextIsRejected() {
        String hostile = "<think>" + "cues: ".repeat(50_000) + "</think><answer>" + ", ".repeat(50_000) + "</answer>";

        assertThat(FactCheck.check(place, View.TILE, new CotQuestion(CotQuestion.Kind.CITY), hostile))
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.STRUCTURE);
    }

    private List<ClaimKind> kinds(CotQuestion question, String completion, String right, String wrong) {
        return FactCheck.check(place, View.TILE, question, completion.replace(right, wrong)).stream()
                .map(Violation::kind)
                .toList();
    }

    private String exemplar(CotQuestion question) {
        return new CotDataEngine(earth, 1).exemplar(place, View.TILE, question).completion();
    }

    private String completion(CotQuestion.Kind kind, View view) {
        return new CotDataEngine(earth, 1)
                .exemplar(place, view, new CotQuestion(kind))
                .completion();
    }
}

package org.geor1.factcheck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract: true texts pass, simple errors are set right, and all others reject the text with what is true instead. */
class FactCheckerTest {

    private static final FactChecker CHECKER = new FactChecker(Gazetteer.earth());
    private static final Position PARIS = new Position(48.8566, 2.3522);

    @Test
    void aTrueTextIsAcceptedAsItIs() {
        Verdict verdict =
                check("Cars drive on the right. The signs are in French. This is Paris, France.", PARIS, "FR", "Paris");
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.ACCEPTED);
        assertThat(verdict.claims())
                .containsEntry(ClaimKind.DRIVING_SIDE, 1)
                .containsEntry(ClaimKind.LANGUAGE, 1)
                .containsEntry(ClaimKind.PLACE, 1)
                .containsEntry(ClaimKind.COUNTRY, 1);
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void anErrorWithOneTrueValueIsRepaired() {
        Verdict verdict = check(
                "Traffic keeps to the Left. We are in Asia, south of the equator. This is Paris.",
                PARIS,
                "France",
                "Paris");
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.REPAIRED);
        assertThat(verdict.text())
                .isEqualTo("Traffic keeps to the Right. We are in Europe, north of the equator. This is Paris.");
        assertThat(verdict.violations())
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.DRIVING_SIDE, ClaimKind.CONTINENT, ClaimKind.HEMISPHERE);
    }

    @Test
    void aWrongPlaceRejectsTheTextAndSaysWhereItWas() {
        String text = "Cars drive on the left. So this is Rome, Italy.";
        Verdict verdict = check(text, PARIS, "FR", "Paris");
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.REJECTED);
        assertThat(verdict.text()).isEqualTo(text);
        assertThat(verdict.violations())
                .satisfiesExactly(
                        side -> assertThat(side)
                                .isEqualTo(new Violation(
                                        ClaimKind.DRIVING_SIDE, 5, 22, "drive on the left", "left", "right")),
                        place -> assertThat(place)
                                .extracting(Violation::claimed, Violation::actual)
                                .containsExactly("Rome", "Paris"),
                        country -> assertThat(country)
                                .extracting(Violation::claimed, Violation::actual)
                                .containsExactly("Italy", "France"));
    }

    @Test
    void anIslandOrProvinceThatTheGazetteerLacksIsNotJudged() {
        Position denpasar = new Position(-8.65, 115.22);
        assertThat(check("So it is Bali, Indonesia.", denpasar, "ID", "Denpasar")
                        .violations())
                .isEmpty();
        assertThat(check("So it is Bandung, Indonesia.", denpasar, "ID", "Denpasar")
                        .violations())
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.PLACE);
    }

    @Test
    void theCountryOfATerritoryIsItsState() {
        Position cayenne = new Position(4.92, -52.31);
        assertThat(check("This is Cayenne, France.", cayenne, "GF", "Cayenne").violations())
                .isEmpty();
        assertThat(check("This is Cayenne, Brazil.", cayenne, "GF", "Cayenne").violations())
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.COUNTRY);
    }

    @Test
    void climatesAreFalseOnlyWhereTheyAreFarOff() {
        Position reykjavik = new Position(64.15, -21.94);
        assertThat(check("The climate is tropical.", reykjavik, "IS", "").violations())
                .hasSize(1);
        assertThat(check("It has a polar climate.", reykjavik, "IS", "").violations())
                .isEmpty();
        assertThat(check("It has a temperate climate.", PARIS, "FR", "").violations())
                .isEmpty();
        assertThat(check("It has a polar climate.", PARIS, "FR", "").violations())
                .hasSize(1);
        assertThat(check("Norway has a tropical climate.", PARIS, "FR", "").violations())
                .hasSize(1);
    }

    @Test
    void coastsAreThoseOfTheMap() {
        Position madrid = new Position(40.4168, -3.7038);
        assertThat(check("It is a coastal city.", madrid, "ES", "").violations())
                .hasSize(1);
        assertThat(check("Spain has a coastline.", madrid, "ES", "").violations())
                .isEmpty();
        assertThat(check("It is a coastal city.", new Position(41.38, 2.18), "ES", "")
                        .violations())
                .isEmpty();
        assertThat(check("Bolivia has a coastline.", madrid, "ES", "").violations())
                .hasSize(1);
        assertThat(check("Kazakhstan has a coastline.", madrid, "ES", "").violations())
                .isEmpty();
    }

    @Test
    void moneyIsThatOfTheCountryAndOfWhomItNames() {
        Position zurich = new Position(47.37, 8.54);
        assertThat(check("Prices are in francs.", zurich, "CH", "").violations())
                .isEmpty();
        assertThat(check("Prices are in Swiss francs.", zurich, "CH", "").violations())
                .isEmpty();
        assertThat(check("Prices are in euros.", zurich, "CH", "").violations()).hasSize(1);
        Position toronto = new Position(43.65, -79.38);
        assertThat(check("Prices are in dollars.", toronto, "CA", "").violations())
                .isEmpty();
        assertThat(check("Prices are in US dollars.", toronto, "CA", "").violations())
                .extracting(Violation::actual)
                .containsExactly("Canadian Dollar");
    }

    @Test
    void metadataThatContradictEachOtherRejectTheText() {
        Verdict verdict = check("A street.", PARIS, "Italy", "");
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.REJECTED);
        assertThat(verdict.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(ClaimKind.METADATA);
            assertThat(violation.actual()).contains("France");
        });
        assertThat(check("A street.", PARIS, "Atlantis", "").violations())
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.METADATA);
    }

    @Test
    void whatIsMissingInTheMetadataIsFoundOut() {
        assertThat(check("Cars drive on the left. This is Rome.", PARIS, "", "").violations())
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.DRIVING_SIDE, ClaimKind.PLACE);
        assertThat(check("We are in the southern hemisphere. This is Rome.", null, "France", "Paris")
                        .violations())
                .extracting(Violation::kind)
                .containsExactly(ClaimKind.HEMISPHERE, ClaimKind.PLACE);
        assertThat(check("We are in the southern hemisphere.", null, "Kenya", "")
                        .violations())
                .isEmpty();
    }

    @Test
    void aTextWithoutEndIsRefused() {
        assertThatThrownBy(() -> check("a".repeat(FactChecker.MAX_LENGTH + 1), PARIS, "", ""))
                .hasMessageContaining("longer than");
    }

    private static Verdict check(String text, @Nullable Position position, String country, String city) {
        return CHECKER.check(new Exemplar("x", text, position, country, city));
    }
}

package org.geor1.factcheck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.factcheck.check.Exemplar;
import org.geor1.factcheck.check.FactChecker;
import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.gazetteer.Gazetteer;
import org.junit.jupiter.api.Test;

/** Contract: the report counts what was added, and finds texts that are the same or nearly so. */
class ReporterTest {

    private static final Gazetteer EARTH = Gazetteer.earth();
    private static final FactChecker CHECKER = new FactChecker(EARTH);

    private final Reporter reporter = new Reporter(EARTH);

    @Test
    void errorsLengthsAndRegionsAreCounted() {
        add("1", "Cars drive on the left here in the old town.", "France");
        add("2", "Cars drive on the right.", "France");
        add("3", "Cars drive on the left.", "Japan");
        add("4", "word ".repeat(45), "Japan");
        Report report = reporter.report();
        assertThat(report.exemplars()).isEqualTo(4);
        assertThat(report.outcomes())
                .containsEntry("accepted", 3)
                .containsEntry("repaired", 1)
                .containsEntry("rejected", 0);
        assertThat(report.kinds()).containsEntry(ClaimKind.DRIVING_SIDE, new Report.Rate(3, 1));
        assertThat(report.continents())
                .containsEntry("Europe", new Report.Region(2, 1))
                .containsEntry("Asia", new Report.Region(2, 0));
        assertThat(report.countries()).containsOnlyKeys("France", "Japan");
        assertThat(report.evenness()).isCloseTo(1, within(1e-9));
        assertThat(report.lengths().min()).isEqualTo(5);
        assertThat(report.lengths().max()).isEqualTo(45);
        assertThat(report.lengths().bins().subList(0, 4)).containsExactly(3, 0, 1, 0);
    }

    @Test
    void duplicatesAreFoundWhateverTheirCaseAndMarks() {
        add("1", "A tram passes a church, and the bell rings.", "France");
        add("2", "a TRAM passes a church and the bell rings", "Japan");
        assertThat(reporter.report().duplicates().exact()).isEqualTo(1);
        assertThat(reporter.report().duplicates().examples()).containsExactly(List.of("2", "1"));
    }

    @Test
    void oneWordOfAHundredMakesANearDuplicateAndHalfOfThemDoesNot() {
        Random random = new Random(5);
        List<String> words = IntStream.range(0, 100)
                .mapToObj(i -> "w" + random.nextInt(10_000))
                .collect(Collectors.toCollection(ArrayList::new));
        add("whole", String.join(" ", words), "France");
        words.set(50, "changed");
        add("near", String.join(" ", words), "France");
        for (int i = 0; i < 50; i++) {
            words.set(i, "other" + i);
        }
        add("half", String.join(" ", words), "France");
        Report.Duplicates found = reporter.report().duplicates();
        assertThat(found.near()).isEqualTo(1);
        assertThat(found.examples()).containsExactly(List.of("near", "whole"));
        assertThat(found.compared()).isEqualTo(3);
    }

    @Test
    void anEmptySetHasAReport() {
        assertThat(reporter.report().exemplars()).isZero();
        assertThat(HtmlReport.of(reporter.report(), "none")).contains("0 exemplars");
    }

    @Test
    void thePageShowsNamesAsTextAndLoadsNothing() {
        add("<script>alert(1)</script>", "Cars drive on the left.", "France");
        add("b", "Cars drive on the left!", "France");
        String page = HtmlReport.of(reporter.report(), "<b>file</b>");
        assertThat(page)
                .contains("&lt;script&gt;", "&lt;b&gt;file", "<svg", "driving side", "2 of 2 (100.0 %)")
                .doesNotContain("<script", "<b>", "http:", "https:", "src=", "@import");
    }

    private void add(String id, String text, String country) {
        Exemplar exemplar = new Exemplar(id, text, null, country, "");
        reporter.add(exemplar, CHECKER.check(exemplar));
    }
}

package org.geor1.factcheck.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geor1.gazetteer.Gazetteer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract: of the errors that people labelled in texts about real places, and of those that the checker reports, at least 95
 * in 100 are the same. The held-out third was written with the rest, before any rule.
 */
class LabelledTextsTest {

    private static final FactChecker CHECKER = new FactChecker(Gazetteer.earth());

    @ParameterizedTest
    @ValueSource(strings = {"labelled-tuning.txt", "labelled-held-out.txt"})
    void errorsAreFoundAndNoneInvented(String file) throws Exception {
        LabelledTexts.Score score = LabelledTexts.read(file).score(CHECKER);
        System.out.println(file + ": " + score);
        assertThat(score.precision()).as(score.mistakes().toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.recall()).as(score.mistakes().toString()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void theSetIsLargeAndWide() throws Exception {
        LabelledTexts tuning = LabelledTexts.read("labelled-tuning.txt");
        LabelledTexts heldOut = LabelledTexts.read("labelled-held-out.txt");
        assertThat(tuning.claims() + heldOut.claims()).isGreaterThanOrEqualTo(200);
        assertThat(heldOut.texts().size() * 2)
                .isGreaterThanOrEqualTo(tuning.texts().size());
        assertThat(Stream.concat(tuning.texts().stream(), heldOut.texts().stream())
                        .map(text -> text.exemplar().country())
                        .collect(Collectors.toSet()))
                .hasSizeGreaterThanOrEqualTo(30);
    }
}

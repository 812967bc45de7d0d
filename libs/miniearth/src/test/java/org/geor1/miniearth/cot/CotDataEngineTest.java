package org.geor1.miniearth.cot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Split;
import org.junit.jupiter.api.Test;

class CotDataEngineTest {
    private final MiniEarth earth = MiniEarth.standard();
    private final CotDataEngine engine = new CotDataEngine(earth, 3);

    @Test
    void withoutErrorsEverythingPassesTheCheck() {
        CotDataSet data = CotDataSet.keepTrue(engine.generate(Split.SFT, 2_000, 0));

        assertThat(data.kept()).hasSize(2_000);
        assertThat(data.violations()).isEmpty();
    }

    @Test
    void everyPlantedErrorIsFoundAndNothingElse() {
        List<CotExemplar> exemplars = engine.generate(Split.SFT, 4_000, 0.25);
        CotDataSet data = CotDataSet.keepTrue(exemplars);

        assertThat(data.planted()).isBetween(900, 1_100);
        assertThat(data.missed()).isZero();
        assertThat(data.rejected()).isEqualTo(data.planted());
        assertThat(data.generated()).isEqualTo(4_000);
        for (CotExemplar exemplar : exemplars) {
            if (exemplar.planted() != null) {
                assertThat(FactCheck.check(exemplar))
                        .extracting(Violation::kind)
                        .containsAnyOf(foundAs(exemplar.planted()));
            }
        }
    }

    /** A wrong colour or ground is found in the step that reasons from it. */
    private static ClaimKind[] foundAs(ClaimKind planted) {
        return switch (planted) {
            case SIGNS, ROOFS, GROUND -> new ClaimKind[] {ClaimKind.KNOWLEDGE, ClaimKind.EVIDENCE};
            default -> new ClaimKind[] {planted};
        };
    }

    @Test
    void theErrorRateChangesOnlyTheErrors() {
        List<CotExemplar> clean = engine.generate(Split.SFT, 200, 0);
        List<CotExemplar> dirty = engine.generate(Split.SFT, 200, 0.5);

        for (int i = 0; i < 200; i++) {
            assertThat(dirty.get(i).asked()).isEqualTo(clean.get(i).asked());
            if (dirty.get(i).planted() == null) {
                assertThat(dirty.get(i)).isEqualTo(clean.get(i));
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> engine.generate(Split.SFT, 1, 1.1));
    }

    @Test
    void exemplarsAreShortAndLowerCaseAndConcernOneImage() {
        for (CotExemplar exemplar : engine.generate(Split.SFT, 500, 0)) {
            assertThat(exemplar.completion().split(" ")).hasSizeLessThanOrEqualTo(45);
            assertThat(exemplar.completion().replaceAll("\\b[A-E]\\b", "")).isLowerCase();
            assertThat(exemplar.place().split()).isEqualTo(Split.SFT);
        }
    }
}

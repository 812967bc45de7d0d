package org.geor1.benchmarks.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The model computes what {@code transformers} computes for Qwen2.5-VL. */
class ParityTest {

    @TestFactory
    Stream<DynamicTest> everyCheckPasses() {
        return Parity.parts(Goldens.committed()).stream()
                .map(part -> DynamicTest.dynamicTest(part.name(), () -> {
                    List<Check> checks = part.checks().get();
                    assertThat(checks).isNotEmpty().allMatch(Check::passes);
                }));
    }

    @Test
    void aDistanceThatIsTooLargeOrMissingFails() {
        assertThat(new Check("a", "b", 1, 1.1).passes()).isFalse();
        assertThat(new Check("a", "b", 1, Double.NaN).passes()).isFalse();
        assertThat(Distance.max(new float[] {Float.NaN}, new float[] {0})).isInfinite();
        assertThat(Distance.max(new float[] {0}, new float[0])).isInfinite();
        assertThat(Distance.differing(new int[] {1, 2}, new int[] {1})).isEqualTo(1);
    }
}

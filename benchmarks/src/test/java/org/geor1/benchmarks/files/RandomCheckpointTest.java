package org.geor1.benchmarks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.geor1.local.home.EnvironmentProblem;
import org.junit.jupiter.api.Test;

/** Weights that do not fit into the heap are refused with the setting to change, instead of running out of memory. */
class RandomCheckpointTest {

    @Test
    void aHeapThatIsTooSmallNamesTheRemedy() {
        assertThatThrownBy(() -> RandomCheckpoint.requireMemory(RandomCheckpoint.shipped(), 1 << 20))
                .isInstanceOf(EnvironmentProblem.class)
                .satisfies(problem ->
                        assertThat(((EnvironmentProblem) problem).remedy()).isEqualTo("set GEOR1_HEAP=1g"));
    }

    @Test
    void aLargeOneIsFine() {
        assertThatCode(() -> RandomCheckpoint.requireMemory(RandomCheckpoint.shipped(), 1 << 30))
                .doesNotThrowAnyException();
    }
}

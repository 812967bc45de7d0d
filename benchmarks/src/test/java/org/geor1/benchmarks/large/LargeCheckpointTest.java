package org.geor1.benchmarks.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.geor1.local.home.EnvironmentProblem;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.junit.jupiter.api.Test;

/** The requested size is reached in either type, and a lack of space is reported with its amount. */
class LargeCheckpointTest {

    private static final long GIB = 1L << 30;

    @Test
    void filesExceedTheRequestedSizeByLessThanALayer() {
        for (DType dtype : new DType[] {DType.F32, DType.BF16}) {
            long layer = 45L * 1000 * 1000 * dtype.bytes();
            assertThat(new LargeCheckpoint(4 * GIB, dtype).bytes()).isBetween(4 * GIB, 4 * GIB + layer);
        }
    }

    @Test
    void reportsALackOfSpace() {
        assertThatCode(() -> LargeBenchmark.requireRoom(4 * GIB, 5 * GIB, 8 * GIB))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> LargeBenchmark.requireRoom(4 * GIB, 3 * GIB, 8 * GIB))
                .isInstanceOf(EnvironmentProblem.class)
                .hasMessage("the files take 4.0 GiB of disk, 3.0 are free");
        assertThatThrownBy(() -> LargeBenchmark.requireRoom(4 * GIB, 5 * GIB, 6 * GIB))
                .isInstanceOf(EnvironmentProblem.class)
                .hasMessage("loading takes 6.8 GiB of memory, 6.0 are free");
    }
}

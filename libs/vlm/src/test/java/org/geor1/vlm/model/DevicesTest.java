package org.geor1.vlm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chosen device is the one that was named. If it is not available, the error says what to do; no other is
 * substituted.
 */
class DevicesTest {

    private final int gpus = Engine.getEngine("PyTorch").getGpuCount();

    @Test
    void theCpuIsAlwaysAvailable() {
        assertThat(Devices.named("cpu")).isEqualTo(Device.cpu());
    }

    @Test
    void autoUsesAGpuIfThereIsOne() {
        assertThat(Devices.named("auto")).isEqualTo(gpus > 0 ? Device.gpu(0) : Device.cpu());
    }

    @Test
    void refusesAMissingGpu() {
        assertThatThrownBy(() -> Devices.named("cuda:" + gpus))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda", "cuda:-1", "cuda:0x1", "CPU", ""})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> Devices.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cpu, cuda:N or auto");
    }
}

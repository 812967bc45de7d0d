package org.geor1.vlm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device is the one that was named, or a refusal that says what to do; never another one. */
class DevicesTest {

    private final int gpus = Engine.getEngine("PyTorch").getGpuCount();

    @Test
    void theProcessorIsAlwaysThere() {
        assertThat(Devices.named("cpu")).isEqualTo(Device.cpu());
    }

    @Test
    void autoTakesAGpuWhereThereIsOne() {
        assertThat(Devices.named("auto")).isEqualTo(gpus > 0 ? Device.gpu(0) : Device.cpu());
    }

    @Test
    void aGpuThatIsNotHereIsRefused() {
        assertThatThrownBy(() -> Devices.named("cuda:" + gpus))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda", "cuda:-1", "cuda:0x1", "CPU", ""})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> Devices.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cpu, cuda:N or auto");
    }
}

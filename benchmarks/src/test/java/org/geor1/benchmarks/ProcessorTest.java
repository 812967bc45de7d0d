package org.geor1.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A figure names the processor, its instruction sets, and any setting that hides some of them. */
class ProcessorTest {

    @Test
    void namesTheInstructionSetsAndWhatHidesThem() {
        Processor processor = Processor.of(
                List.of(
                        "processor\t: 0",
                        "model name\t: AMD EPYC 7763",
                        "flags\t\t: fpu sse4_1 fma avx2 bmi1",
                        "model name\t: b"),
                Map.of("ATEN_CPU_CAPABILITY", "default", "HOME", "/"));

        assertThat(processor.line())
                .contains("AMD EPYC 7763 (sse4_1 avx2 fma), ATEN_CPU_CAPABILITY=default, Java")
                .doesNotContain("HOME");
    }

    @Test
    void aProcessorWithoutInformationIsUnknown() {
        assertThat(Processor.of(List.of(), Map.of()).line()).contains("unknown ()");
    }
}

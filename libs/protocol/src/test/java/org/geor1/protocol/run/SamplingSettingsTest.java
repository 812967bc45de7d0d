package org.geor1.protocol.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.rollout.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sampling settings of a GRPO run have TRL's names, and by default the whole distribution is sampled. */
class SamplingSettingsTest {

    @Test
    void defaultsDrawFromTheWholeDistribution() {
        assertThat(RunSpecReader.grpo(Map.of()).completions().sampling()).isEqualTo(Sampling.WHOLE);
    }

    @Test
    void givenValuesAreKept() {
        assertThat(RunSpecReader.grpo(Map.of("top_p", 0.9, "top_k", 50, "min_p", 0.05, "repetition_penalty", 1.1))
                        .completions()
                        .sampling())
                .isEqualTo(new Sampling(0.9, 50, 0.05, 1.1));
    }

    @ParameterizedTest
    @CsvSource({
        "top_p, 0",
        "top_p, 1.1",
        "top_k, -1",
        "top_k, 2.5",
        "min_p, -0.1",
        "min_p, 1.1",
        "repetition_penalty, 0",
        "temperature, 0",
        "temperature, 1e-9"
    })
    void refusesMeaninglessValues(String field, double value) {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> RunSpecReader.grpo(Map.of(field, value)))
                        .errors())
                .extracting(FieldError::field)
                .containsExactly(field);
    }
}

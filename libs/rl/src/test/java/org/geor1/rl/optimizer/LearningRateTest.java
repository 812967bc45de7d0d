package org.geor1.rl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The schedule is that of {@code transformers.get_scheduler("cosine_with_min_lr")} with a floor of a tenth. */
class LearningRateTest {

    static Iterable<JsonNode> schedules() {
        return OptimizerGoldens.read().required("rates");
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void ratesEqualThoseOfTransformers(JsonNode schedule) {
        int warmup = schedule.required("warmup_steps").intValue();
        int steps = schedule.required("max_steps").intValue();
        LearningRate rate = new LearningRate(2e-4, warmup, steps);
        JsonNode rates = schedule.required("rates");
        assertThat(rates).hasSize(steps + 1);
        for (int step = 0; step <= steps; step++) {
            assertThat(rate.at(step))
                    .as("warm-up of %d, step %d of %d", warmup, step, steps)
                    .isEqualTo(2e-4 * rates.get(step).doubleValue(), within(1e-16));
        }
    }

    @Test
    void thePeakIsReachedWheneverTheWarmUpEnds() {
        for (int warmup : new int[] {0, 1, 10, 399}) {
            assertThat(new LearningRate(2e-4, warmup, 400).at(warmup)).isEqualTo(2e-4);
        }
    }

    @Test
    void theRateStaysAtTheFloorAfterTheEnd() {
        assertThat(new LearningRate(1, 10, 400).at(500)).isEqualTo(0.1, within(1e-12));
    }
}

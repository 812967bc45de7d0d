package org.geor1.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.geor1.protocol.training.EarlyStoppingSettings;
import org.junit.jupiter.api.Test;

/** The rule of {@code EarlyStoppingCallback}: patience counts evaluations that do not beat the best by the threshold. */
class EarlyStoppingTest {

    @Test
    void stopsAfterEvaluationsWithoutImprovement() {
        EarlyStopping stopping = stopping(10, 2, 0);
        assertThat(stopping.evaluatesAfter(10)).isTrue();
        assertThat(stopping.evaluatesAfter(11)).isFalse();
        assertThat(stopping.evaluated(10, 1.0)).isTrue();
        assertThat(stopping.evaluated(20, 1.0)).isFalse();
        assertThat(stopping.evaluated(30, 0.9)).isTrue();
        assertThat(stopping.evaluated(40, Double.NaN)).isFalse();
        assertThat(stopping.stops()).isFalse();
        assertThat(stopping.evaluated(50, 0.95)).isFalse();
        assertThat(stopping.stops()).isTrue();
        assertThat(stopping.result()).isEqualTo(new EarlyStopping.Result(true, stopping.reason(), 30, 0.9));
    }

    /** As in the callback, an improvement below the threshold costs patience but is still the best. */
    @Test
    void aSmallImprovementIsTheBestButCostsPatience() {
        EarlyStopping stopping = stopping(1, 2, 0.1);
        stopping.evaluated(1, 1.0);
        assertThat(stopping.evaluated(2, 0.95)).isTrue();
        assertThat(stopping.evaluated(3, 0.9)).isTrue();
        assertThat(stopping.stops()).isTrue();
        assertThat(stopping.result()).isEqualTo(new EarlyStopping.Result(true, stopping.reason(), 3, 0.9));
    }

    @Test
    void aReplayEndsInTheSameState() {
        double[] losses = {Double.NaN, 2, 1.5, 1.6, Double.NaN, 1.4, 1.4, 1.45, 1.5};
        for (int committed = 0; committed <= losses.length; committed++) {
            EarlyStopping live = stopping(1, 3, 0.05);
            Map<Long, Double> stored = new HashMap<>();
            for (int step = 1; step <= committed; step++) {
                live.evaluated(step, losses[step - 1]);
                if (!Double.isNaN(losses[step - 1])) {
                    stored.put((long) step, losses[step - 1]);
                }
            }
            EarlyStopping replayed = stopping(1, 3, 0.05);
            replayed.replay(0, committed, stored);
            assertThat(replayed.stops()).isEqualTo(live.stops()).isEqualTo(committed == losses.length);
            assertThat(replayed.result()).isEqualTo(live.result());
        }
    }

    @Test
    void withoutPatienceNothingStopsAndNothingIsBest() {
        EarlyStopping stopping = new EarlyStopping(new EarlyStoppingSettings(1, 8, null, 0));
        for (int step = 1; step < 100; step++) {
            stopping.evaluated(step, step);
        }
        assertThat(stopping.stops()).isFalse();
        assertThat(stopping.keepsBest()).isFalse();
        assertThat(stopping.result()).isNull();
        assertThat(new EarlyStopping(new EarlyStoppingSettings(null, 8, null, 0)).evaluatesAfter(1))
                .isFalse();
    }

    private static EarlyStopping stopping(int every, int patience, double threshold) {
        return new EarlyStopping(new EarlyStoppingSettings(every, 8, patience, threshold));
    }
}

package org.geor1.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load test's measurements are right, and a short load on the shipped model runs without errors. */
class LoadTest {

    @Test
    void growthIsTheSlopeOfTheLineThroughTheSamples() {
        assertThat(Memory.growth(samples(1000, 0))).isZero();
        assertThat(Memory.growth(samples(1000, 10))).isCloseTo(90.0 / 1045, offset(1e-9));
        assertThat(Memory.growth(List.of())).isZero();
    }

    private static List<Memory.Sample> samples(long first, long step) {
        return IntStream.range(0, 10)
                .mapToObj(i -> new Memory.Sample(10.0 * i, first + step * i, 0))
                .toList();
    }

    @Test
    void theReservoirSamplesAllValues() {
        Reservoir<Integer> reservoir = new Reservoir<>(100, new SplittableRandom(1));
        IntStream.range(0, 10_000).forEach(reservoir::offer);

        List<Integer> sample = reservoir.shuffled();

        assertThat(sample).hasSize(100).doesNotHaveDuplicates();
        assertThat(sample.stream().mapToInt(i -> i).average().orElseThrow()).isBetween(4000.0, 6000.0);
    }

    @Test
    void aShortLoadHasNoErrorsAndEachRequestGivesTheSameResultAlone(@TempDir Path work) throws Exception {
        Policies policies = Policies.of(Installation.models().resolve("nano-base"), work);
        Load load = new Load(policies, 3);

        load.run(Duration.ofSeconds(4));

        assertThat(load.tally().problems()).isEmpty();
        assertThat(load.tally().completed.sum()).isPositive();
        Replay replay = new Replay(policies);
        replay.run(load.sample(), Duration.ofSeconds(3));
        assertThat(replay.replayed()).isPositive().isEqualTo(replay.equal());
        assertThat(replay.differences()).isEmpty();
    }
}

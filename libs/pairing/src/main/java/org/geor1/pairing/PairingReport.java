package org.geor1.pairing;

import java.util.List;
import java.util.Map;
import org.geor1.pairing.leak.GuessTest;
import org.geor1.pairing.leak.Leak;

/**
 * What was built, or why it was not.
 *
 * @param places of the dataset
 * @param between places left out because they are near one of another split
 * @param passedOver places that begin no question because too few others are there
 * @param splits places and questions of each split
 * @param tests of ways to guess answers from files; empty if nothing was written
 * @param leaks any of which fails the build
 */
public record PairingReport(
        long places,
        long between,
        long passedOver,
        Map<String, SplitCount> splits,
        List<GuessTest> tests,
        List<Leak> leaks) {
    public PairingReport {
        splits = Map.copyOf(splits);
        tests = List.copyOf(tests);
        leaks = List.copyOf(leaks);
    }

    /**
     * One split.
     *
     * @param places that questions begin with
     * @param questions written
     */
    public record SplitCount(long places, long questions) {}
}

package org.geor1.benchmarks.load;

import ai.djl.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.Completion;
import org.geor1.vlm.engine.QwenRolloutEngine;

/**
 * Serves requests again, each alone: in an engine that has its policy version, runs nothing else and has empty caches,
 * because the weights are swapped for the same ones before every request.
 */
final class Replay {

    private static final int SHOWN = 5;

    private final Policies policies;
    private final List<String> differences = new ArrayList<>();
    private long replayed;
    private long equal;
    private double distance;

    Replay(Policies policies) {
        this.policies = policies;
    }

    /** Replays in order until {@code patience} ends. */
    void run(List<Served> sample, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (QwenRolloutEngine even = QwenRolloutEngine.open(policies.directory(0), 0, Device.cpu());
                QwenRolloutEngine odd = QwenRolloutEngine.open(policies.directory(1), 1, Device.cpu())) {
            for (Served served : sample) {
                if (System.nanoTime() > deadline) {
                    return;
                }
                int index = policies.index(served.version());
                QwenRolloutEngine engine = index == 0 ? even : odd;
                engine.swap(policies.directory(index), index);
                compare(
                        served,
                        engine.generate(List.of(served.request())).completions().get(0));
            }
        }
    }

    private void compare(Served served, List<Completion> alone) {
        replayed++;
        double apart = Double.NaN;
        if (served.same(alone)) {
            equal++;
            apart = served.distance(alone);
            distance = Math.max(distance, apart);
        }
        if (apart != 0 && differences.size() < SHOWN) {
            differences.add((Double.isNaN(apart) ? "other tokens or text" : "log-probs " + apart + " apart") + ": n "
                    + served.request().n() + ", " + served.request().sampling());
        }
    }

    long replayed() {
        return replayed;
    }

    /** Requests with the same tokens, text and ends. */
    long equal() {
        return equal;
    }

    /** Largest distance of log-probabilities among these. */
    double distance() {
        return distance;
    }

    /** The first requests whose replay differs in any bit. */
    List<String> differences() {
        return differences;
    }
}

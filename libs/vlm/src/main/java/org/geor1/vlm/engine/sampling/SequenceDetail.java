package org.geor1.vlm.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.Completion;

/** Log-probabilities and alternatives of a sequence, for requests that ask for them. */
final class SequenceDetail {

    private final int alternatives;
    private final List<Float> processed = new ArrayList<>();
    private final List<int[]> ids = new ArrayList<>();
    private final List<float[]> logProbs = new ArrayList<>();

    SequenceDetail(int alternatives) {
        this.alternatives = alternatives;
    }

    void add(Drawn drawn, int step, int row) {
        processed.add(drawn.processed(step, row));
        ids.add(drawn.topIds(step, row, alternatives));
        logProbs.add(drawn.topLogProbs(step, row, alternatives));
    }

    /** Probability of {@code id} at the first place. */
    double probability(int id) {
        for (int i = 0; i < alternatives; i++) {
            if (ids.get(0)[i] == id) {
                return Math.exp(logProbs.get(0)[i]);
            }
        }
        return 0;
    }

    Completion.Detail toDetail(Map<String, Double> choices) {
        float[] flat = new float[processed.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = processed.get(i);
        }
        return new Completion.Detail(flat, ids.toArray(int[][]::new), logProbs.toArray(float[][]::new), choices);
    }
}

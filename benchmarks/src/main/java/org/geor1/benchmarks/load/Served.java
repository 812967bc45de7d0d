package org.geor1.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;

/** A request, the policy version that served it, and what it drew. */
record Served(GenerationRequest request, long version, List<Completion> completions) {

    /** Errors that sampling cannot explain; empty if there are none. */
    String flaw() {
        if (completions.size() != request.n()) {
            return "n of " + request.n() + " gave " + completions.size() + " completions";
        }
        for (Completion completion : completions) {
            int count = completion.tokenIds().length;
            if (count < 1 || count > request.sampling().maxTokens()) {
                return "max_tokens of " + request.sampling().maxTokens() + " gave " + count + " tokens";
            }
            for (float logProb : completion.logProbs()) {
                if (!(logProb <= 0 && logProb > Float.NEGATIVE_INFINITY)) {
                    return "a log-probability is " + logProb;
                }
            }
            for (String stop : request.sampling().stop()) {
                if (completion.text().contains(stop)) {
                    return "the text holds the stop text " + stop;
                }
            }
        }
        return "";
    }

    /** Whether {@code other} has the same tokens, text and ends. */
    boolean same(List<Completion> other) {
        for (int i = 0; i < completions.size(); i++) {
            Completion mine = completions.get(i);
            Completion its = other.get(i);
            if (!Arrays.equals(mine.tokenIds(), its.tokenIds())
                    || !mine.text().equals(its.text())
                    || mine.finishReason() != its.finishReason()) {
                return false;
            }
        }
        return true;
    }

    /** Largest distance between log-probabilities of this and of {@code other}, which has the same tokens. */
    double distance(List<Completion> other) {
        double largest = 0;
        for (int i = 0; i < completions.size(); i++) {
            Completion mine = completions.get(i);
            Completion its = other.get(i);
            largest = Math.max(largest, distance(mine.logProbs(), its.logProbs()));
            if (mine.detail() != null) {
                largest = Math.max(
                        largest,
                        distance(
                                mine.detail().processedLogProbs(),
                                Objects.requireNonNull(its.detail()).processedLogProbs()));
            }
        }
        return largest;
    }

    private static double distance(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
        }
        return largest;
    }
}

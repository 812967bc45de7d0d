package org.geor1.pairing.leak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Tests whether the files of questions tell their answers. Each way to guess is right with probability 1/k if they do not. It
 * counts as a leak if the number of right guesses shows, by an exact binomial test, that it is right more often than 1/k +
 * {@value #MARGIN} or less often than 1/k - {@value #MARGIN}. The probability that any of the tests is wrong about files that
 * tell nothing is at most {@value #LEVEL} (Bonferroni, two tests for each way).
 */
public final class AnswerLeaks {

    /** Advantage that is too small to matter. */
    public static final double MARGIN = 0.01;

    public static final double LEVEL = 0.001;

    /** Ways named after values, such as sizes in pixels, might have no end. */
    private static final int MAX_WAYS = 200;

    private final int candidates;
    private final Map<String, Count> counts = new TreeMap<>();
    /** Names of panoramas. */
    private final Set<String> asked = new HashSet<>();

    private static final class Count {
        private long questions;
        private long right;
    }

    /** @param candidates of each question, k */
    public AnswerLeaks(int candidates) {
        this.candidates = candidates;
    }

    /** @param truth index of the true tile */
    public void add(Shown panorama, List<Shown> tiles, int truth) {
        Guesses.ofTiles(tiles).forEach((way, guess) -> count(way, guess == truth));
        // What a panorama and a tile have in common by chance, they have in each question that shows both. Only the
        // first
        // question about a panorama counts, or such questions would not be independent of each other.
        if (asked.add(panorama.name())) {
            Guesses.ofPairs(panorama, tiles).forEach((way, guess) -> count(way, guess == truth));
        }
    }

    private void count(String way, boolean right) {
        if (counts.size() < MAX_WAYS || counts.containsKey(way)) {
            Count count = counts.computeIfAbsent(way, name -> new Count());
            count.questions++;
            count.right += right ? 1 : 0;
        }
    }

    /** A test for each way that pointed to a candidate at least once. */
    public List<GuessTest> tests() {
        List<GuessTest> tests = new ArrayList<>();
        counts.forEach((way, count) -> {
            double pValue = pValue(count);
            tests.add(new GuessTest(
                    way,
                    count.questions,
                    count.right,
                    (double) count.questions / candidates,
                    pValue,
                    pValue * 2 * counts.size() < LEVEL));
        });
        return tests;
    }

    private double pValue(Count count) {
        int questions = Math.toIntExact(count.questions);
        int right = Math.toIntExact(count.right);
        double chance = 1.0 / candidates;
        double more = BinomialDistribution.of(questions, chance + MARGIN).survivalProbability(right - 1);
        double less = BinomialDistribution.of(questions, chance - MARGIN).cumulativeProbability(right);
        return Math.min(more, less);
    }

    public List<Leak> leaks() {
        return tests().stream().filter(GuessTest::leaks).map(AnswerLeaks::leak).toList();
    }

    private static Leak leak(GuessTest test) {
        return new Leak(
                "files tell the answer: " + test.way(),
                test.questions(),
                List.of(String.format(
                        Locale.ROOT,
                        "right in %,d of %,d questions, by chance %,.0f (p = %.1e)",
                        test.right(),
                        test.questions(),
                        test.expected(),
                        test.pValue())),
                "Encode all tiles the same way, without metadata; if some places have no panorama, their tiles must come "
                        + "from the same source as the others");
    }
}

package org.geor1.trainer.eval;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.geor1.geo.answer.AnswerMethod;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.protocol.reward.AccuracyMethod;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The figures of an evaluation.
 *
 * @param accuracyMethod how a completion's letter was read
 * @param low lower end of the 95 % Wilson interval of the accuracy; {@code high} its upper end
 * @param meanLength mean completion length in tokens
 * @param format share of completions in the asked form
 * @param bySharedCues by the most cues that a confuser of the question shares with the true tile
 */
@JsonNaming(SnakeCaseStrategy.class)
record EvalResult(
        double accuracy,
        AccuracyMethod accuracyMethod,
        double low,
        double high,
        long n,
        double meanLength,
        double format,
        boolean blankImages,
        Map<Integer, Share> bySharedCues) {

    /** An accuracy with its 95 % interval and the number of questions behind it. */
    record Share(double accuracy, double low, double high, long n) {

        /** With Wilson's score interval, which stays in [0, 1] and is valid near its ends; [0, 1] if n is 0. */
        static Share of(long right, long n) {
            if (n == 0) {
                return new Share(0, 0, 1, 0);
            }
            var interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(
                    Math.toIntExact(n), Math.toIntExact(right), 0.05);
            // Exactly 1 at the end, whatever rounding left.
            return new Share(
                    right / (double) n, interval.getLowerBound(), right == n ? 1 : interval.getUpperBound(), n);
        }
    }

    /** Counts answers. */
    static final class Tally {

        private final boolean blankImages;
        private final AccuracyMethod method;
        private final Map<Integer, long[]> rightAndAll = new TreeMap<>();
        private long right;
        private long all;
        private long tokens;
        private long wellFormed;

        Tally(boolean blankImages, AccuracyMethod method) {
            this.blankImages = blankImages;
            this.method = method;
        }

        void add(List<RolloutGroup> groups) {
            for (RolloutGroup group : groups) {
                for (Rollout rollout : group.rollouts()) {
                    add(group, rollout);
                }
            }
        }

        private void add(RolloutGroup group, Rollout rollout) {
            ThinkAnswer parsed = ThinkAnswer.parse(rollout.completion());
            boolean correct = answerMethod(method)
                    .isCorrect(rollout.completion(), group.truth().answer());
            long[] bucket = rightAndAll.computeIfAbsent(group.truth().maxSharedCues(), key -> new long[2]);
            bucket[0] += correct ? 1 : 0;
            bucket[1]++;
            right += correct ? 1 : 0;
            all++;
            tokens += rollout.tokens();
            wellFormed += parsed.wellFormed() ? 1 : 0;
        }

        private static AnswerMethod answerMethod(AccuracyMethod method) {
            return switch (method) {
                case STRICT -> AnswerMethod.STRICT;
                case MCQ -> AnswerMethod.MCQ;
                case TOLERANT -> AnswerMethod.TOLERANT;
            };
        }

        EvalResult result() {
            Share total = Share.of(right, all);
            Map<Integer, Share> byCues = new TreeMap<>();
            rightAndAll.forEach((cues, counts) -> byCues.put(cues, Share.of(counts[0], counts[1])));
            return new EvalResult(
                    total.accuracy(),
                    method,
                    total.low(),
                    total.high(),
                    all,
                    tokens / (double) Math.max(1, all),
                    wellFormed / (double) Math.max(1, all),
                    blankImages,
                    byCues);
        }
    }
}

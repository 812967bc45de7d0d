package org.geor1.reward.component;

import java.util.Objects;
import java.util.Optional;
import org.geor1.geo.answer.AnswerMethod;

/**
 * Prefers short completions: over 0 to {@code limit} tokens a half cosine falls from 1 to 0.5 for a right answer and
 * from 0 to −0.5 for a wrong one. Longer completions score as at the limit; the published code ignores correctness and
 * lets the cosine rise again there, which cannot be intended.
 */
final class LengthReward implements Reward {

    private final int limit;
    private final AnswerMethod method;

    /** @param method by which an answer is judged right */
    LengthReward(int limit, AnswerMethod method) {
        if (limit < 1) {
            throw new IllegalArgumentException("the length limit must be >= 1, was " + limit);
        }
        this.limit = limit;
        this.method = method;
    }

    @Override
    public String name() {
        return "length";
    }

    @Override
    public double score(RewardInput input) {
        double progress = Math.min(input.tokens(), limit) / (double) limit;
        double fall = 0.25 * (1 + Math.cos(Math.PI * progress));
        return (method.isCorrect(
                                input.completion(),
                                Objects.requireNonNull(input.truth().answer()))
                        ? 0.5
                        : -0.5)
                + fall;
    }

    @Override
    public double min() {
        return -0.5;
    }

    @Override
    public double max() {
        return 1;
    }

    @Override
    public Optional<String> parsed(RewardInput input) {
        return method.letter(input.completion()).map(String::valueOf);
    }
}

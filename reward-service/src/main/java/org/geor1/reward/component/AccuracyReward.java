package org.geor1.reward.component;

import java.util.Objects;
import java.util.Optional;
import org.geor1.geo.answer.AnswerMethod;

/** 1 when the letter that the completion chooses, read by a method, is the true one, else 0. */
final class AccuracyReward implements Reward {

    private final AnswerMethod method;

    AccuracyReward(AnswerMethod method) {
        this.method = method;
    }

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public double score(RewardInput input) {
        return method.isCorrect(
                        input.completion(), Objects.requireNonNull(input.truth().answer()))
                ? 1
                : 0;
    }

    @Override
    public double min() {
        return 0;
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

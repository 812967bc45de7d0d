package org.geor1.reward.component;

import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;

/**
 * 1 when the first answer block is the true answer, else 0. Both are compared without white space at their ends ({@link
 * String#strip}) and in Unicode's form NFC; case, marks and inner blanks count. A completion without a block has no answer.
 */
final class ExactReward implements Reward {

    @Override
    public String name() {
        return "exact";
    }

    @Override
    public double score(RewardInput input) {
        String truth = Objects.requireNonNull(input.truth().answer());
        return parsed(input).filter(normal(truth)::equals).isPresent() ? 1 : 0;
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
        return input.parsed().answer().map(ExactReward::normal);
    }

    private static String normal(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }
}

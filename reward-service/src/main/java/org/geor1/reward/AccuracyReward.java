package org.geor1.reward;

/** 1 when the letter inside the first answer tag is the true one, else 0. */
final class AccuracyReward implements Reward {

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public double score(RewardInput input) {
        return input.correct() ? 1 : 0;
    }

    @Override
    public double min() {
        return 0;
    }

    @Override
    public double max() {
        return 1;
    }
}

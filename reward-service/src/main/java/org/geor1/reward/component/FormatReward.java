package org.geor1.reward.component;

/** 1 when the whole completion is one think block followed by one answer block, else 0. */
final class FormatReward implements Reward {

    @Override
    public String name() {
        return "format";
    }

    @Override
    public double score(RewardInput input) {
        return input.parsed().wellFormed() ? 1 : 0;
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

package org.geor1.reward.component;

/** −(1 − distinct / all) over the 6-grams of whitespace-separated words; 0 when there are fewer than six words. */
final class RepetitionReward implements Reward {

    private static final int N = 6;

    @Override
    public String name() {
        return "repetition";
    }

    @Override
    public double score(RewardInput input) {
        return -Words.repeatedShare(input.completion(), N);
    }

    @Override
    public double min() {
        return -1;
    }

    @Override
    public double max() {
        return 0;
    }
}

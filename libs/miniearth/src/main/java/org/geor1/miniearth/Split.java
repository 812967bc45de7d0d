package org.geor1.miniearth;

import org.geor1.geo.seed.SeedStream;

/** The data splits. Every place belongs to exactly one; held-out cities are wholly {@link #TEST}. */
public enum Split {
    PRETRAIN,
    SFT,
    RL,
    DEV,
    TEST;

    private static final long SALT = 0x5B117;

    /** Shares of a train city: half for pretraining, 15 % SFT, 30 % RL, 5 % development. */
    static Split of(long earthSeed, City city, int placeId) {
        if (city.heldOut()) {
            return TEST;
        }
        double draw = SeedStream.of(earthSeed, SALT, placeId).nextDouble();
        if (draw < 0.50) {
            return PRETRAIN;
        }
        if (draw < 0.65) {
            return SFT;
        }
        return draw < 0.95 ? RL : DEV;
    }
}

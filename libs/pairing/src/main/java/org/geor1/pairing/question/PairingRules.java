package org.geor1.pairing.question;

import org.geor1.pairing.near.NearLooks;

/**
 * What a question may be made of.
 *
 * @param candidates how many tiles, k
 * @param separationMetres no two candidates are nearer
 * @param maxMetres no two candidates are farther; only with {@link Confusers#DISTANCE}, else infinite
 * @param lookBits no two candidates' tiles look alike: their hashes differ in more bits
 */
public record PairingRules(
        int candidates, Confusers confusers, double separationMetres, double maxMetres, int lookBits) {

    public static final int LEAST_CANDIDATES = 2;
    public static final int MOST_CANDIDATES = 10;
    /** Half the circumference of the Earth; nothing is farther apart. */
    public static final double EARTH_METRES = 20_040_000;

    public PairingRules {
        if (candidates < LEAST_CANDIDATES || candidates > MOST_CANDIDATES) {
            throw new IllegalArgumentException("candidates must be 2 to 10, were " + candidates);
        }
        // Written so that NaN fails as well.
        if (!(separationMetres >= 0 && separationMetres <= EARTH_METRES)) {
            throw new IllegalArgumentException(
                    "separation must be 0 to " + EARTH_METRES + " metres, was " + separationMetres);
        }
        if (confusers == Confusers.DISTANCE && !(maxMetres > separationMetres && maxMetres <= EARTH_METRES)) {
            throw new IllegalArgumentException("the largest distance must be more than " + separationMetres
                    + " and at most " + EARTH_METRES + " metres, was " + maxMetres);
        }
        if (confusers != Confusers.DISTANCE && maxMetres != Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("only confusers by distance have a largest distance");
        }
        if (lookBits < 0 || lookBits > NearLooks.MOST_BITS) {
            throw new IllegalArgumentException("bits must be 0 to " + NearLooks.MOST_BITS + ", were " + lookBits);
        }
    }

    /** Any confusers but those by distance. */
    public static PairingRules of(int candidates, Confusers confusers, double separationMetres, int lookBits) {
        return new PairingRules(candidates, confusers, separationMetres, Double.POSITIVE_INFINITY, lookBits);
    }
}

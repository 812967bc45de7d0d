package org.geor1.pairing;

import org.geor1.pairing.alike.FeatureVectors;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.split.SplitShares;
import org.geor1.pairing.write.PromptTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What to build.
 *
 * @param rules of each question
 * @param questions how many, in all splits together, each in proportion to its places
 * @param seed of everything that is drawn
 * @param shares of the splits to make; null to keep those of the dataset
 * @param cellMetres about the edge of the cells that made splits are made of
 * @param passOver whether places with too few others are left out, instead of failing
 * @param vectors feature vectors of tiles, for hard confusers; else null
 */
public record PairingSettings(
        PairingRules rules,
        long questions,
        long seed,
        @Nullable SplitShares shares,
        double cellMetres,
        boolean passOver,
        PromptTemplate prompt,
        @Nullable FeatureVectors vectors) {

    /** The binomial tests count in 32 bits. */
    public static final long MOST_QUESTIONS = 100_000_000;

    private static final double LEAST_CELL_METRES = 10;
    private static final double MOST_CELL_METRES = 1_000_000;

    public PairingSettings {
        if (questions < 1 || questions > MOST_QUESTIONS) {
            throw new IllegalArgumentException("questions must be 1 to " + MOST_QUESTIONS + ", were " + questions);
        }
        // Written so that NaN fails as well.
        if (!(cellMetres >= LEAST_CELL_METRES && cellMetres <= MOST_CELL_METRES)) {
            throw new IllegalArgumentException("cells must be " + LEAST_CELL_METRES + " to " + MOST_CELL_METRES
                    + " metres wide, were " + cellMetres);
        }
        if ((rules.confusers() == Confusers.HARD) != (vectors != null)) {
            throw new IllegalArgumentException("hard confusers need feature vectors, and only they do");
        }
    }
}

package org.geor1.trainer.pretrain;

import java.util.Arrays;
import java.util.Set;
import org.geor1.geo.perception.Turn.Kind;

/**
 * One stage of the curriculum. It ends when its gate opens: the accuracy of the gated kinds, averaged over recent
 * answers, reaches the threshold.
 *
 * @param name shown in progress
 * @param learningRate peak rate
 * @param steps the most steps it may take
 * @param words share of steps on words alone, without images
 * @param singles share of the others on single images
 * @param cities share of single images asked for their city; the others are described
 * @param minTiles fewest tiles in a scene
 * @param maxTiles most tiles in a scene
 * @param lookAlikes whether tiles share cues
 * @param mix how often each kind is asked
 * @param tagged share of questions, but for looks at one tile, whose answers are reasoned in tags
 * @param gated the kinds that the gate watches
 * @param threshold accuracy that opens the gate; above 1 it never does, and all steps are taken
 */
public record Stage(
        String name,
        double learningRate,
        int steps,
        double words,
        double singles,
        double cities,
        int minTiles,
        int maxTiles,
        boolean lookAlikes,
        Mix mix,
        double tagged,
        Set<Kind> gated,
        double threshold) {

    /** Relative frequencies of what is asked of several images, in the order of {@link Kind}. */
    public record Mix(
            double describePanorama,
            double echo,
            double describeTile,
            double look,
            double choose,
            double city,
            double fit) {

        Kind draw(double uniform) {
            double[] shares = {describePanorama, echo, describeTile, look, choose, city, fit};
            double at = uniform * Arrays.stream(shares).sum();
            int drawn = 0;
            while (drawn < shares.length - 1 && at >= shares[drawn]) {
                at -= shares[drawn++];
            }
            return Kind.values()[drawn];
        }
    }
}

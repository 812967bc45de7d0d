package org.geor1.trainer.pretrain;

import java.util.Arrays;
import java.util.Set;
import org.geor1.miniearth.perception.Turn.Kind;

/**
 * One stage of the curriculum.
 *
 * @param name shown in progress
 * @param learningRate peak rate
 * @param steps the most steps it may take
 * @param shows what questions are asked about
 * @param mix how often each kind is asked of several images
 * @param tagged share of questions, but for looks at one tile, whose answers are reasoned in tags
 * @param gate what ends it before its last step
 */
public record Stage(String name, double learningRate, int steps, Shows shows, Mix mix, double tagged, Gate gate) {

    /**
     * What is shown, as shares of steps and ranges.
     *
     * @param words share of steps on pairs of words, with nothing to see
     * @param told share of the others on scenes that are told in words instead of shown
     * @param singles share of the others on single images
     * @param cities share of single images asked for their city; the others are described
     * @param minTiles fewest tiles in a scene
     * @param maxTiles most tiles in a scene
     * @param panoramas share of scenes with a panorama beside the tiles
     * @param lookAlikes whether tiles share cues
     */
    public record Shows(
            double words,
            double told,
            double singles,
            double cities,
            int minTiles,
            int maxTiles,
            double panoramas,
            boolean lookAlikes) {}

    /**
     * Ends a stage when the accuracy of some kinds, averaged over recent answers, reaches a threshold.
     *
     * @param kinds all of them have to reach it; with none, all steps are taken
     * @param threshold a share of exact answers
     */
    public record Gate(double threshold, Set<Kind> kinds) {
        static Gate at(double threshold, Kind... kinds) {
            return new Gate(threshold, Set.of(kinds));
        }

        static Gate none() {
            return at(1);
        }
    }

    /** Relative frequencies of what is asked of several images, in the order of {@link Kind}. */
    public record Mix(
            double describePanorama,
            double echo,
            double describeTile,
            double look,
            double choose,
            double city,
            double fit,
            double guess) {

        Kind draw(double uniform) {
            double[] shares = {describePanorama, echo, describeTile, look, choose, city, fit, guess};
            double at = uniform * Arrays.stream(shares).sum();
            int drawn = 0;
            while (drawn < shares.length - 1 && at >= shares[drawn]) {
                at -= shares[drawn++];
            }
            return Kind.values()[drawn];
        }
    }
}

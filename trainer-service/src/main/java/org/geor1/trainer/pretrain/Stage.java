package org.geor1.trainer.pretrain;

import java.util.Set;
import org.geor1.geo.perception.Turn.Kind;

/**
 * One stage of the curriculum. It ends when its gate opens: the accuracy of the gated kinds, averaged over recent
 * answers, reaches the threshold.
 *
 * @param name shown in progress
 * @param learningRate peak rate
 * @param steps the most steps it may take
 * @param singles share of steps on single images
 * @param minTiles fewest tiles in a scene
 * @param maxTiles most tiles in a scene
 * @param lookAlikes whether tiles share cues
 * @param mix how often each kind is asked
 * @param tagged share of steps whose answers are reasoned in tags
 * @param gated the kinds that the gate watches
 * @param threshold accuracy that opens the gate; above 1 it never does, and all steps are taken
 */
public record Stage(
        String name,
        double learningRate,
        int steps,
        double singles,
        int minTiles,
        int maxTiles,
        boolean lookAlikes,
        Mix mix,
        double tagged,
        Set<Kind> gated,
        double threshold) {

    /** Relative frequencies. */
    public record Mix(
            double describePanorama, double describeTile, double look, double choose, double list, double city) {

        Kind draw(double uniform) {
            double total = describePanorama + describeTile + look + choose + list + city;
            double at = uniform * total;
            if ((at -= describePanorama) < 0) {
                return Kind.DESCRIBE_PANORAMA;
            }
            if ((at -= describeTile) < 0) {
                return Kind.DESCRIBE_TILE;
            }
            if ((at -= look) < 0) {
                return Kind.LOOK;
            }
            if ((at -= choose) < 0) {
                return Kind.CHOOSE;
            }
            return at - list < 0 ? Kind.LIST : Kind.CITY;
        }
    }
}

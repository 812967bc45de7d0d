package org.geor1.jobs.calibration;

import org.jspecify.annotations.Nullable;

/**
 * What the answers to one picture of an evaluation come to.
 *
 * @param item number of its question, from 0
 * @param prediction the first one; null if no answer has a position
 * @param answers that were drawn
 * @param tokens of all answers
 * @param longest tokens of the longest answer
 * @param cutShort answers that the length limit ended
 */
public record LocatedItem(long item, @Nullable First prediction, int answers, long tokens, int longest, int cutShort) {

    /**
     * A first prediction.
     *
     * @param share of the answers that it is made of
     * @param spreadKm nine tenths of these are no farther from it
     * @param distanceKm to the true place
     */
    public record First(double share, double spreadKm, double distanceKm) {}
}

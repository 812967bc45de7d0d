package org.geor1.teacher;

import java.util.Comparator;

/** A task with an answer in the journal; in the order of the dataset, of one photo in the order of the questions. */
record Answered(long row, int round, String key, String pictureSha256) implements Comparable<Answered> {

    private static final Comparator<Answered> ORDER =
            Comparator.comparingLong(Answered::row).thenComparingInt(Answered::round);

    @Override
    public int compareTo(Answered other) {
        return ORDER.compare(this, other);
    }
}

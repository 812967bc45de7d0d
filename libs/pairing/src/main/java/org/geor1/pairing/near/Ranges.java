package org.geor1.pairing.near;

import java.util.function.IntConsumer;

/** Parts of a list of places, each from one position to before another. */
public final class Ranges {

    private final int[] places;
    private final int[] bounds;
    private final int size;

    /** @param bounds from and to in turns, none empty */
    Ranges(int[] places, int[] bounds) {
        this.places = places;
        this.bounds = bounds;
        int sum = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            sum += bounds[i + 1] - bounds[i];
        }
        this.size = sum;
    }

    /** One part of a list. */
    public static Ranges of(int[] places, int from, int to) {
        return new Ranges(places, from < to ? new int[] {from, to} : new int[0]);
    }

    public int size() {
        return size;
    }

    /** The place at a position among all parts. */
    public int get(int position) {
        int left = position;
        for (int i = 0; i < bounds.length; i += 2) {
            int length = bounds[i + 1] - bounds[i];
            if (left < length) {
                return places[bounds[i] + left];
            }
            left -= length;
        }
        throw new IndexOutOfBoundsException(position);
    }

    public void forEach(IntConsumer action) {
        for (int i = 0; i < bounds.length; i += 2) {
            for (int at = bounds[i]; at < bounds[i + 1]; at++) {
                action.accept(places[at]);
            }
        }
    }
}

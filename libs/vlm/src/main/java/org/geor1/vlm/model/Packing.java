package org.geor1.vlm.model;

/**
 * Which matrices are held in the library's blocked layout, for reading only. They are multiplied faster, and a row comes
 * out the same in every bit whatever rows come with it.
 *
 * @param from number of elements from which on a matrix is packed
 */
public record Packing(long from) {

    /** Nothing is packed; weights can be trained. */
    public static final Packing NONE = new Packing(Long.MAX_VALUE);
}

package org.geor1.pairing.place;

/**
 * What a picture looks like: three hashes of 64 bits, half of them set, that scaling, encoding and slight changes of brightness
 * leave nearly as they are.
 *
 * @param coarse of its large shapes; for street panoramas alone too little, since sky and road lie in the same places in all
 * @param across of finer shapes from left to right
 * @param down of finer shapes from top to bottom
 */
public record Look(long coarse, long across, long down) {

    /** Of a picture that shows next to nothing. It is like no other. */
    public static final Look NONE = new Look(0, 0, 0);

    /** Finer shapes suffer more from scaling. */
    private static final int FINER_BITS = 2;

    /** Whether the coarse hashes differ in at most so many bits, and the finer ones in hardly more. */
    public boolean isNear(Look other, int bits) {
        return !equals(NONE)
                && !other.equals(NONE)
                && Long.bitCount(coarse ^ other.coarse) <= bits
                && Long.bitCount(across ^ other.across) <= bits + FINER_BITS
                && Long.bitCount(down ^ other.down) <= bits + FINER_BITS;
    }
}

package org.geor1.pairing.question;

import java.util.PrimitiveIterator;
import org.geor1.geo.seed.SeedStream;

/** The places that may stand beside a place in a question. Safe for threads. */
public interface Pool {

    /** The most places that may stand in a question with the place, itself counted; 0 if it can be in none. */
    int size(int place);

    /** For errors, such as the name of a city. */
    String name(int place);

    /**
     * Places to try, in an order that follows from the stream. Each that there is comes at least once; some may come again,
     * and so may the place itself.
     */
    PrimitiveIterator.OfInt draw(int place, SeedStream random);
}

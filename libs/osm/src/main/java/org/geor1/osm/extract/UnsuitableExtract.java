package org.geor1.osm.extract;

/** An extract that is whole and yet of no use here; the message says why and what helps. */
public final class UnsuitableExtract extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsuitableExtract(String message) {
        super(message);
    }
}

package org.geor1.jobs.image;

/** A picture that nobody has, or that is damaged where it is kept. Waiting does not help. */
public final class NoSuchImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 100;

    public NoSuchImageException(String sha256) {
        super("there is no image sha256:" + (sha256.length() > SHOWN ? sha256.substring(0, SHOWN) + "…" : sha256));
    }
}

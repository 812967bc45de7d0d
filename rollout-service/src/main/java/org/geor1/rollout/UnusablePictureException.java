package org.geor1.rollout;

/** An image of a prompt that cannot be decoded; the message names its field. */
final class UnusablePictureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusablePictureException(String field, String problem) {
        super(field + " " + problem);
    }
}

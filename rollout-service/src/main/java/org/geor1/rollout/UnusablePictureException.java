package org.geor1.rollout;

/** A picture that a prompt carries and nothing can be made of; the message names its field. */
final class UnusablePictureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusablePictureException(String field, String problem) {
        super(field + " " + problem);
    }
}

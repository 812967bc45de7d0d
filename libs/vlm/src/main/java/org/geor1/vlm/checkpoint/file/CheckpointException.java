package org.geor1.vlm.checkpoint.file;

/** A checkpoint that cannot be read, or is not what it claims to be. The message may be shown to an operator. */
public final class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}

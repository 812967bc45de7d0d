package org.geor1.jobs.artifact;

/** An artifact that is missing, damaged or badly named. */
public final class ArtifactException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ArtifactException(String message) {
        super(message);
    }

    public ArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.geor1.jobs;

/** What is asked of a checkpoint needs files that retention has removed. Answered with status 410. */
public final class CheckpointRemovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param what {@code weights} or {@code training state} */
    public CheckpointRemovedException(String checkpoint, String what) {
        super("the " + what + " of " + checkpoint
                + " were removed by retention; a promoted checkpoint keeps all it has");
    }
}

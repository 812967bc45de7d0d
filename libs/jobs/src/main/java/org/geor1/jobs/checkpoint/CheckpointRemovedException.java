package org.geor1.jobs.checkpoint;

/** What is asked of a checkpoint needs files that retention has removed. Answered with status 410. */
public final class CheckpointRemovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param checkpoint its name, such as {@code run_x@step-100}
     * @param what {@code weights} or {@code training state}
     */
    public CheckpointRemovedException(String checkpoint, String what) {
        super("retention removed the " + what + " of " + checkpoint + "; a promoted checkpoint keeps all it has");
    }
}

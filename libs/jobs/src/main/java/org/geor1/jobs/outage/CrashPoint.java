package org.geor1.jobs.outage;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which a {@code kill -9} would leave the most between two stores: what is on disk but not in the
 * database, in the database but not yet on disk, or computed and nowhere. A crash test must be able to hit each of them,
 * which a random moment does not.
 *
 * <p>Nothing happens here unless the system property {@code geor1.crash-point} is set, as the resume benchmark sets it on
 * the platform it starts: then every point that is reached is named on standard output, and the thread that reaches the
 * one the property asks for ({@code IN_COMMIT:3}, the third time) stops there, until the reader of the output kills the
 * process. A real signal from outside, because a JVM that ends itself still runs native destructors.
 */
public enum CrashPoint {
    /** A step and its jobs are stored. */
    STEP_OPENED,
    /** Completions are drawn and stored nowhere. */
    ROLLOUTS_DRAWN,
    /** Inside the transaction that stores completions, finishes their job and enqueues the reward job. */
    STORING_ROLLOUTS,
    /** After it. */
    ROLLOUTS_STORED,
    /** Inside the transaction that stores rewards. */
    STORING_REWARDS,
    /** After it. */
    REWARDS_STORED,
    /** Groups are replaced and the jobs of those in their place stored. */
    GROUPS_REPLACED,
    /** The data of a step is complete, its update not begun. */
    BEFORE_UPDATE,
    /** The optimizer has stepped, only in memory. */
    AFTER_UPDATE,
    /** An artifact's files are written under a temporary name. */
    ARTIFACT_WRITTEN,
    /** An artifact can be read, and the disk may not have it. */
    ARTIFACT_UNSYNCED,
    /** The disk has an artifact and no row names it. */
    ARTIFACT_SYNCED,
    /** A step that is drawn from the policy of this one is opened, and this one is not committed. */
    NEXT_STEP_OPENED,
    /** All artifacts of a step exist and its commit has not begun. */
    BEFORE_COMMIT,
    /** Inside the commit's transaction, all of it written. */
    IN_COMMIT,
    /** A step is committed, what it made expendable is still there. */
    AFTER_COMMIT,
    /** Expendable artifacts are marked as deleted and exist. */
    RETIRING,
    /** An artifact has lost its name, its files exist. */
    ARTIFACT_TRASHED,
    /** A committed step was applied again to the weights of an older checkpoint. */
    REDONE,
    /** The last step is committed and the run still runs. */
    LAST_STEP_DONE;

    public static final String PROPERTY = "geor1.crash-point";

    private static final @Nullable String WANTED = System.getProperty(PROPERTY);

    private final AtomicInteger times = new AtomicInteger();

    /** Marks the moment in the code. */
    public void reach() {
        if (WANTED != null) {
            announce(WANTED);
        }
    }

    @SuppressWarnings("SystemOut")
    private void announce(String wanted) {
        String occurrence = name() + ":" + times.incrementAndGet();
        System.out.println(PROPERTY + " " + occurrence);
        while (wanted.equals(occurrence)) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // Only the kill that this thread waits for lets it go.
            }
        }
    }
}

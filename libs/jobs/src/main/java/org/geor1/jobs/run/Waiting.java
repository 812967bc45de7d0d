package org.geor1.jobs.run;

import org.jspecify.annotations.Nullable;

/**
 * Where a queued run stands.
 *
 * @param position its place among queued runs, from 1
 * @param behind the run just before it, queued or running; null when there is none
 * @param obstacle what keeps the trainer from its work, such as a full disk
 */
public record Waiting(
        int position, @Nullable String behind, @Nullable String obstacle) {

    /** One sentence or two for people. */
    public String message() {
        return obstacle == null ? place() : place() + " " + suspended(obstacle);
    }

    private String place() {
        if (behind == null) {
            return "Next in line; no trainer has taken it yet.";
        }
        return position == 1
                ? "Waits for " + behind + ", which runs now."
                : "Number " + position + " in line, behind " + behind + ".";
    }

    /** What a run says that the trainer has paused. */
    public static String suspended(String reason) {
        return reason + ". Runs are paused and go on by themselves once there is space.";
    }
}

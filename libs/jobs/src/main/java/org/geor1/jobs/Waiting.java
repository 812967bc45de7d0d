package org.geor1.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Where a queued run stands.
 *
 * @param position its place among queued runs, from 1
 * @param behind the run just before it, queued or running; null when there is none
 */
public record Waiting(int position, @Nullable String behind) {

    /** One sentence for people. */
    public String message() {
        if (behind == null) {
            return "Next in line; no trainer has taken it yet.";
        }
        return position == 1
                ? "Waits for " + behind + ", which runs now."
                : "Number " + position + " in line, behind " + behind + ".";
    }
}

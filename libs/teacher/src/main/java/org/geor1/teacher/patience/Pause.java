package org.geor1.teacher.patience;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Pause {

    /** @return false if waiting has no point any more, since everything is about to end */
    boolean pause(Duration duration) throws InterruptedException;
}

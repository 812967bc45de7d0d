package org.geor1.teacher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.geor1.teacher.report.Ending;
import org.jspecify.annotations.Nullable;

/**
 * Lets tasks begin, in order. None begins that may turn out to be one too many: there are never more under way than exemplars
 * are missing. So nothing is paid for that is not wanted, and which tasks begin does not depend on which end first.
 */
final class Gate {

    private final int target;
    private final int concurrency;
    private final int mostFailures;
    private final CountDownLatch ended = new CountDownLatch(1);
    private int underWay;
    private int kept;
    private int failuresInARow;
    private @Nullable Ending ending;
    private String reason = "";
    private @Nullable Throwable fault;

    /** @param mostFailures in a row, after which the teacher is given up */
    Gate(CotPlan.Limits limits, int mostFailures) {
        this.target = limits.target();
        this.concurrency = limits.concurrency();
        this.mostFailures = mostFailures;
    }

    /** Waits for a place; false if no task shall begin any more. */
    synchronized boolean enter() throws InterruptedException {
        while (true) {
            if (ending != null || fault != null || kept >= target) {
                return false;
            }
            if (underWay < Math.min(concurrency, target - kept)) {
                underWay++;
                return true;
            }
            wait();
        }
    }

    synchronized void leave(boolean hasExemplar) {
        underWay--;
        kept += hasExemplar ? 1 : 0;
        notifyAll();
    }

    synchronized void answered() {
        failuresInARow = 0;
    }

    synchronized void failed(String problem) {
        failuresInARow++;
        if (failuresInARow >= mostFailures) {
            end(
                    Ending.TEACHER,
                    failuresInARow + " questions in a row stayed without an answer; of the last: " + problem);
        }
    }

    /** The first one counts. */
    synchronized void end(Ending why, String words) {
        if (ending == null) {
            ending = why;
            reason = words;
            ended.countDown();
        }
    }

    /** Something else than the teacher failed. */
    synchronized void fault(Throwable cause) {
        if (fault == null) {
            fault = cause;
            ended.countDown();
        }
    }

    /** Waits for a time; false at once if it all ends. */
    boolean pause(Duration duration) throws InterruptedException {
        return !ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void awaitAll() throws InterruptedException {
        while (underWay > 0) {
            wait();
        }
    }

    synchronized @Nullable Throwable fault() {
        return fault;
    }

    synchronized int kept() {
        return kept;
    }

    /** Null if nothing but the data ended it. */
    synchronized @Nullable Ending ending() {
        return kept >= target ? Ending.TARGET : ending;
    }

    synchronized String reason() {
        return kept >= target ? "" : reason;
    }
}

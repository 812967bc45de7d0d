package org.geor1.jobs.outage;

import org.slf4j.Logger;

/** Something that is retried: the first failure is logged, then nothing until it works again. */
public final class Outage {

    private final Logger log;
    private long failures;

    public Outage(Logger log) {
        this.log = log;
    }

    /** @param message what is missing and what follows */
    public synchronized void failed(String message) {
        failures++;
        if (failures == 1) {
            log.error("{}. The log is silent until it works again", message);
        }
    }

    /** @param message what failed and what follows */
    public synchronized void failed(String message, Throwable cause) {
        failures++;
        if (failures == 1) {
            log.error("{}: {}. The log is silent until it works again", message, DiskFull.describe(cause), cause);
        } else {
            log.debug("{}: {}", message, cause.toString());
        }
    }

    /** @param message what works again */
    public synchronized void over(String message) {
        if (failures > 0) {
            log.info("{}, after {} failed attempts", message, failures);
            failures = 0;
        }
    }
}

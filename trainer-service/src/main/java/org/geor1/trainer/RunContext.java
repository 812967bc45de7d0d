package org.geor1.trainer;

import java.util.concurrent.CountDownLatch;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.RunLease;
import org.geor1.protocol.RunSpec;

/** The run being driven, the right to drive it, and whether it should go on. */
final class RunContext {

    private final Run run;
    private final RunLease lease;
    private final RunStore runs;
    private final FreeSpace space;
    private final CountDownLatch shutdown;
    private volatile boolean lost;

    RunContext(Run run, RunLease lease, RunStore runs, FreeSpace space, CountDownLatch shutdown) {
        this.run = run;
        this.lease = lease;
        this.runs = runs;
        this.space = space;
        this.shutdown = shutdown;
    }

    /** Why a driver leaves its loop early. */
    static final class Interruption extends RuntimeException {

        private static final long serialVersionUID = 1L;

        enum Reason {
            PAUSE,
            CANCEL,
            SHUTDOWN,
            DISK_FULL
        }

        private final Reason reason;

        Interruption(Reason reason) {
            this(reason, reason.name());
        }

        Interruption(Reason reason, String message) {
            super(message, null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    Run run() {
        return run;
    }

    String id() {
        return run.id();
    }

    RunSpec spec() {
        return run.spec();
    }

    RunLease lease() {
        return lease;
    }

    void markLost() {
        lost = true;
    }

    /**
     * Called between steps, and while waiting for workers.
     *
     * @throws Interruption when the user, a shutdown or a full disk wants the run to stop
     * @throws LostLeaseException when another trainer has the run
     */
    void requireGoOn() {
        if (lost) {
            throw new LostLeaseException("run " + id() + " went to another trainer");
        }
        if (shutdown.getCount() == 0) {
            throw new Interruption(Interruption.Reason.SHUTDOWN);
        }
        String requested = runs.requested(lease);
        if (requested != null) {
            throw new Interruption(requested.equals("cancel") ? Interruption.Reason.CANCEL : Interruption.Reason.PAUSE);
        }
        String shortage = space.shortage();
        if (shortage != null) {
            throw new Interruption(Interruption.Reason.DISK_FULL, shortage);
        }
    }
}

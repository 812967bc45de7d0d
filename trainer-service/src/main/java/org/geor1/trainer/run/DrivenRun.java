package org.geor1.trainer.run;

import java.util.concurrent.CountDownLatch;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.RunLease;
import org.geor1.protocol.run.RunKind;
import org.geor1.protocol.run.RunSpec;
import org.jspecify.annotations.Nullable;

/** A run that this trainer has adopted: its settings, the right to drive it, and whether it goes on. */
public final class DrivenRun {

    private final Run run;
    private final RunLease lease;
    private final RunStore runs;
    private final FreeSpace space;
    private final CountDownLatch shutdown;
    private volatile boolean lost;

    DrivenRun(Run run, RunLease lease, RunStore runs, FreeSpace space, CountDownLatch shutdown) {
        this.run = run;
        this.lease = lease;
        this.runs = runs;
        this.space = space;
        this.shutdown = shutdown;
    }

    public String id() {
        return run.id();
    }

    public RunKind kind() {
        return run.kind();
    }

    /** The step that the run begins after: 0, or where the parent of a fork stood. */
    public long startStep() {
        return run.startStep();
    }

    /** The last committed step when the run was adopted. */
    public long committedStep() {
        return run.currentStep();
    }

    public long maxSteps() {
        return run.maxSteps();
    }

    /** The checkpoint that the run was forked from. */
    public @Nullable String parentCheckpoint() {
        return run.parentCheckpoint();
    }

    public RunSpec spec() {
        return run.spec();
    }

    public RunLease lease() {
        return lease;
    }

    void markLost() {
        lost = true;
    }

    /**
     * Called between steps and while waiting for workers.
     *
     * @throws Interruption when the user, a shutdown or a full disk stops the run
     * @throws LostLeaseException when another trainer has the run
     */
    public void checkInterrupted() {
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

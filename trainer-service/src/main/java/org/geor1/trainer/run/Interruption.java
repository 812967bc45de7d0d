package org.geor1.trainer.run;

/** A run leaves its loop early: it is paused or cancelled, the trainer shuts down, or the disk is full. */
public final class Interruption extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why the run stops. */
    public enum Reason {
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

    public Reason reason() {
        return reason;
    }
}

package org.geor1.local.cli.terminal;

/** What the command line's exit status means. These are stable. */
public final class ExitCodes {

    public static final int OK = 0;
    /** The command ran and failed: a run failed, a request was refused. */
    public static final int FAILURE = 1;
    /** The command line itself is wrong. */
    public static final int USAGE = 2;
    /** This machine, directory or port stops the platform. */
    public static final int ENVIRONMENT = 3;
    /** Ctrl-C; the JVM sets it after every shutdown hook has run. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}

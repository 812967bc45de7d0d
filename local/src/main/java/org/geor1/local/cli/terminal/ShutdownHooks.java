package org.geor1.local.cli.terminal;

/** Work to do when Ctrl-C or SIGTERM ends the JVM in the middle of something. */
public final class ShutdownHooks {

    private ShutdownHooks() {}

    /** Runs the action when the JVM ends, which waits for it, unless the returned handle was closed before. */
    public static Registration atExit(Runnable action) {
        Thread hook = new Thread(action, "geor1-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException itRuns) {
                // The JVM is ending.
            }
        };
    }

    /** Removes a hook. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}

package org.geor1.local.cli;

/** Makes Ctrl-C and SIGTERM end as cleanly as a normal return does. */
final class ShutdownHooks {

    private ShutdownHooks() {}

    /**
     * Closes the resource when the JVM ends. The JVM waits for hooks, so a run's checkpoint is on disk before it exits;
     * closing twice must be harmless.
     */
    static void closeOnExit(AutoCloseable resource) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(resource), "geor1-shutdown"));
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("geor1: not everything stopped cleanly: " + e.getMessage());
        }
    }
}

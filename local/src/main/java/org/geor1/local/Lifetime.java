package org.geor1.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a platform has opened so far. It is closed in reverse order, by its owner or when the JVM ends, including on
 * Ctrl-C during start-up.
 */
public final class Lifetime implements AutoCloseable {

    private static volatile boolean exiting;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAtExit, "geor1-shutdown");
    private boolean closed;

    public Lifetime() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether a signal is ending this JVM. Failures from then on follow from that and are not reported. */
    public static boolean isExiting() {
        return exiting;
    }

    /** Adds something that is open or about to be; its {@code close} may be called at any time from now on. */
    public synchronized <T extends AutoCloseable> T add(T resource) {
        if (closed) {
            throw new IllegalStateException("interrupted while starting");
        }
        opened.push(resource);
        return resource;
    }

    /** Closes everything once. A second thread waits for the first, and the JVM for its hooks. */
    @Override
    public synchronized void close() {
        closed = true;
        if (!exiting) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException hookComesNext) {
                // The hook will find nothing left to close.
            }
        }
        RuntimeException failed = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                RuntimeException problem = e instanceof RuntimeException known ? known : new IllegalStateException(e);
                if (failed == null) {
                    failed = problem;
                } else {
                    failed.addSuppressed(problem);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void closeAtExit() {
        exiting = true;
        try {
            close();
        } catch (RuntimeException e) {
            System.err.println("geor1: not everything stopped cleanly: " + e.getMessage());
        }
    }
}

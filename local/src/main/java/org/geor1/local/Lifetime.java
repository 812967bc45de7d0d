package org.geor1.local;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a platform has opened so far. It is closed in reverse order, by its owner or by the end of the JVM, on Ctrl-C in
 * the middle of a start too.
 */
public final class Lifetime implements AutoCloseable {

    private static volatile boolean exiting;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAtExit, "geor1-shutdown");
    private boolean closed;

    public Lifetime() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether a signal ends this JVM. What fails from then on fails because of that, and is not worth a word. */
    public static boolean isExiting() {
        return exiting;
    }

    /** Adds what is open from now on, or about to be; its {@code close} has to bear being called then. */
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
                // It will find nothing left to close.
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

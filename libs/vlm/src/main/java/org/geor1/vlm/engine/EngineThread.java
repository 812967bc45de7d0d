package org.geor1.vlm.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one thread from which an engine calls libtorch, also to load weights: {@code TorchThreads} says why. */
final class EngineThread {

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "geor1-engine");
        thread.setDaemon(true);
        return thread;
    });

    /** Runs {@code work} there and waits for it. */
    <T> T call(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, executor).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Runs {@code work} there and ends the thread. */
    void finishWith(Runnable work) {
        executor.execute(work);
        executor.shutdown();
    }

    void stop() {
        executor.shutdown();
    }

    boolean ended() {
        return executor.isTerminated();
    }

    /** Waits for its end; an interrupt is restored afterwards, because tensors must not be freed while in use. */
    void join() {
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

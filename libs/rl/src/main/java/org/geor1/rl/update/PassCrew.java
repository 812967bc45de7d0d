package org.geor1.rl.update;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.geor1.vlm.torch.TorchThreads;

/**
 * Runs the passes of an update on worker threads, several side by side where a model's operations are too short to be
 * spread over processors. Results are summed one by one in the order of the passes, so the sum depends neither on their
 * speed nor on the number of threads.
 */
final class PassCrew implements AutoCloseable {

    private final int size;
    private final ExecutorService workers;

    /** @param size worker threads; with one, passes run in the calling thread on all its processors */
    PassCrew(int size) {
        this.size = size;
        this.workers = Executors.newFixedThreadPool(size, PassCrew::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(
                () -> {
                    TorchThreads.use(1);
                    task.run();
                },
                "geor1-trainer-crew");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A finished pass.
     *
     * @param gradients the accumulators that it added to
     * @param seconds that it took
     */
    record Ran(TrainingPass pass, NDManager scope, NDList gradients, NDList out, double seconds) {

        private static Ran of(TrainingPass pass, NDManager scope, Function<NDManager, NDList> gradients) {
            try {
                long start = System.nanoTime();
                NDList sums = gradients.apply(scope);
                NDList out = pass.run().apply(scope, sums);
                return new Ran(pass, scope, sums, out, (System.nanoTime() - start) / 1e9);
            } catch (RuntimeException e) {
                scope.close();
                throw e;
            }
        }

        private void take(Consumer<Ran> taker) {
            try (scope) {
                pass.done().accept(out);
                taker.accept(this);
            }
        }
    }

    /**
     * Runs all passes, each in its own scope. If one fails, waits for those that are running.
     *
     * @param gradients makes the accumulators for a pass, given its scope
     * @param taker receives each finished pass, in order
     */
    void run(
            List<TrainingPass> passes,
            Supplier<NDManager> scopes,
            Function<NDManager, NDList> gradients,
            Consumer<Ran> taker) {
        if (size == 1 || passes.size() == 1) {
            passes.forEach(pass -> Ran.of(pass, scopes.get(), gradients).take(taker));
            return;
        }
        Iterator<TrainingPass> waiting = passes.iterator();
        Deque<CompletableFuture<Ran>> running = new ArrayDeque<>();
        try {
            while (waiting.hasNext() || !running.isEmpty()) {
                while (waiting.hasNext() && running.size() < size) {
                    TrainingPass pass = waiting.next();
                    running.add(CompletableFuture.supplyAsync(() -> Ran.of(pass, scopes.get(), gradients), workers));
                }
                result(running.remove()).take(taker);
            }
        } finally {
            running.forEach(PassCrew::discard);
        }
    }

    private static Ran result(CompletableFuture<Ran> pass) {
        try {
            return pass.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Waits for a pass whose result is not needed and frees it. */
    private static void discard(CompletableFuture<Ran> pass) {
        pass.handle((ran, problem) -> ran)
                .thenAccept(ran -> {
                    if (ran != null) {
                        ran.scope().close();
                    }
                })
                .join();
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}

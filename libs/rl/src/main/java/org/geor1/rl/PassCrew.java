package org.geor1.rl;

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
 * Runs the passes of an update, several side by side where a model's operations are too short to be spread over
 * processors: each processor then takes whole passes. Their results are taken one by one and in order, so the sum does
 * not depend on who is faster, nor on how many there are.
 */
final class PassCrew implements AutoCloseable {

    private final int size;
    private final ExecutorService hands;

    /** @param size passes that run side by side; a single one runs in the calling thread, on all its processors */
    PassCrew(int size) {
        this.size = size;
        this.hands = Executors.newFixedThreadPool(size, PassCrew::thread);
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
     * A pass that has run.
     *
     * @param gradients what it added to
     * @param seconds that it took
     */
    record Ran(PolicyUpdater.Pass pass, NDManager scope, NDList gradients, NDList out, double seconds) {

        private static Ran of(PolicyUpdater.Pass pass, NDManager scope, Function<NDManager, NDList> gradients) {
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
     * Runs all passes, each in a scope of its own. When one fails, those beside it end first.
     *
     * @param gradients gives, for a pass's scope, what it adds its gradients to
     * @param taker is given what each pass did, in the order of the passes
     */
    void run(
            List<PolicyUpdater.Pass> passes,
            Supplier<NDManager> scopes,
            Function<NDManager, NDList> gradients,
            Consumer<Ran> taker) {
        if (size == 1 || passes.size() == 1) {
            passes.forEach(pass -> Ran.of(pass, scopes.get(), gradients).take(taker));
            return;
        }
        Iterator<PolicyUpdater.Pass> waiting = passes.iterator();
        Deque<CompletableFuture<Ran>> running = new ArrayDeque<>();
        try {
            while (waiting.hasNext() || !running.isEmpty()) {
                while (waiting.hasNext() && running.size() < size) {
                    PolicyUpdater.Pass pass = waiting.next();
                    running.add(CompletableFuture.supplyAsync(() -> Ran.of(pass, scopes.get(), gradients), hands));
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

    /** Waits for a pass that nobody will take. */
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
        hands.shutdown();
    }
}

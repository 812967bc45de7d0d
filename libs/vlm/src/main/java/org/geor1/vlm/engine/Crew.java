package org.geor1.vlm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geor1.vlm.torch.TorchThreads;

/**
 * Worker threads that run the parts of a turn side by side, the first part in the calling thread. A small model's
 * operations are too short to be spread over processors, so each processor runs its own part.
 */
final class Crew implements AutoCloseable {

    private final int size;
    private final ExecutorService others;

    /** @param size threads, including the calling one */
    Crew(int size) {
        this.size = size;
        this.others = Executors.newFixedThreadPool(Math.max(1, size - 1), Crew::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(
                () -> {
                    TorchThreads.use(1);
                    task.run();
                },
                "geor1-engine-crew");
        thread.setDaemon(true);
        return thread;
    }

    int size() {
        return size;
    }

    /** Waits for all parts, even if one fails; then throws the first failure. */
    void run(List<? extends Runnable> parts) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Runnable part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            running.add(CompletableFuture.runAsync(part, others));
        }
        try {
            if (!parts.isEmpty()) {
                parts.get(0).run();
            }
        } finally {
            // Tensors of a part must not be freed before it ends.
            running.forEach(part -> part.handle((done, problem) -> null).join());
        }
        running.forEach(Crew::rethrow);
    }

    private static void rethrow(CompletableFuture<Void> part) {
        try {
            part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}

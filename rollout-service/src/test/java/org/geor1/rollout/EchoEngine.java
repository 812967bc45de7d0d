package org.geor1.rollout;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** Reports its weights, the seed it was given and the number of images it received. */
final class EchoEngine implements RolloutEngine {

    /** Weights that cannot be loaded. */
    static final String BROKEN = "broken";

    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final List<Long> swaps = new CopyOnWriteArrayList<>();
    final List<BufferedImage> seen = new CopyOnWriteArrayList<>();
    private volatile String weights = "none";
    private volatile long version = -1;

    /** Requests with this seed end only after {@link #release}. */
    volatile long heldSeed = Long.MIN_VALUE;

    private final List<Runnable> held = new ArrayList<>();

    synchronized void release() {
        heldSeed = Long.MIN_VALUE;
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public synchronized List<? extends Ticket> submit(List<GenerationRequest> requests) {
        batches.add(requests.size());
        List<Ticket> tickets = new ArrayList<>();
        for (GenerationRequest request : requests) {
            seen.addAll(request.prompt().images());
            CompletableFuture<List<Completion>> result = new CompletableFuture<>();
            List<Completion> completions = echo(
                    request.n(),
                    request.sampling().seed(),
                    request.prompt().images().size());
            if (request.sampling().seed() == heldSeed) {
                held.add(() -> result.complete(completions));
            } else {
                result.complete(completions);
            }
            tickets.add(new Echo(result, version));
        }
        return tickets;
    }

    private List<Completion> echo(int n, long seed, int images) {
        return IntStream.range(0, n)
                .mapToObj(i -> new Completion(
                        new int[] {i, 1, 2},
                        new float[] {-1, -2, -3},
                        weights + " seed " + seed + " images " + images,
                        i == 0 ? Completion.FinishReason.STOP : Completion.FinishReason.LENGTH))
                .toList();
    }

    private record Echo(CompletableFuture<List<Completion>> result, long policyVersion) implements Ticket {

        @Override
        public List<Completion> await() {
            return result.join();
        }

        @Override
        public void whenEnded(Runnable action) {
            result.whenComplete((completions, problem) -> action.run());
        }

        @Override
        public void cancel() {
            result.cancel(false);
        }
    }

    @Override
    public void swap(Path directory, long policyVersion) {
        try {
            weights = Files.readString(directory.resolve("config.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (weights.equals(BROKEN)) {
            throw new CheckpointException("config.json: these are no weights");
        }
        version = policyVersion;
        swaps.add(policyVersion);
    }

    @Override
    public long policyVersion() {
        return version;
    }

    @Override
    public void close() {}
}

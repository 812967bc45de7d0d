package org.geor1.rollout;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.checkpoint.CheckpointException;

/** Says which weights it holds, which seed it was given and how many images it saw. */
final class EchoEngine implements RolloutEngine {

    /** Weights that cannot be loaded. */
    static final String BROKEN = "broken";

    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final List<Long> swaps = new CopyOnWriteArrayList<>();
    final List<BufferedImage> seen = new CopyOnWriteArrayList<>();
    private volatile String weights = "none";
    private volatile long version = -1;

    @Override
    public Generation generate(List<GenerationRequest> requests) {
        batches.add(requests.size());
        List<List<Completion>> completions = new ArrayList<>();
        for (GenerationRequest request : requests) {
            seen.addAll(request.prompt().images());
            completions.add(IntStream.range(0, request.n())
                    .mapToObj(i -> new Completion(
                            new int[] {i, 1, 2},
                            new float[] {-1, -2, -3},
                            weights + " seed " + request.sampling().seed() + " images "
                                    + request.prompt().images().size(),
                            i == 0 ? Completion.FinishReason.STOP : Completion.FinishReason.LENGTH))
                    .toList());
        }
        return new Generation(version, completions);
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

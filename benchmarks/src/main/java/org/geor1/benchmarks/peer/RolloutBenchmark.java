package org.geor1.benchmarks.peer;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.Median;
import org.geor1.benchmarks.PairingWorkload;
import org.geor1.benchmarks.files.Directories;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Six-image pairing prompts, eight completions each, at most 128 tokens at temperature 1; then one completion of one
 * prompt. The two engines take turns; each image is processed and each prompt tokenized within the time measured.
 */
@Command(name = "rollout", description = "The engine's throughput beside a peer's, on the same work, by turns.")
public final class RolloutBenchmark implements Callable<Integer> {

    private static final int COMPLETIONS = 8;
    private static final int MAX_TOKENS = 128;

    /** Warm-up: both take unmeasured turns for this long, at least one each. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    @Option(names = "--peer", required = true, description = "Beside whom: hf (Hugging Face generate).")
    private Peer peer = Peer.hf;

    @Option(names = "--size", defaultValue = "nano", description = "Which random model: ${COMPLETION-CANDIDATES}.")
    private ModelSize size = ModelSize.nano;

    @Option(names = "--prompts", defaultValue = "4", description = "Prompts of a batch.")
    private int prompts;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "How many times as wide and high as Mini-Earth's own the pictures are.")
    private int scale;

    @Option(names = "--rounds", defaultValue = "5", description = "Measured turns of each; the median counts.")
    private int rounds;

    @Option(names = "--threads", defaultValue = "2", description = "Processors for each of the two.")
    private int threads;

    /** Peers by the names of the command line. */
    enum Peer {
        hf
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requirePositive("--prompts", prompts);
        requirePositive("--scale", scale);
        requirePositive("--rounds", rounds);
        requirePositive("--threads", threads);
        PeerProcess.requireInstalled();
        Path work = Files.createTempDirectory("geor1-peer");
        try {
            Path checkpoint = Files.createDirectory(work.resolve("checkpoint"));
            size.write(checkpoint);
            compare(work, checkpoint);
        } finally {
            Directories.delete(work);
        }
        return 0;
    }

    private void compare(Path work, Path checkpoint) throws IOException {
        PairingWorkload workload = PairingWorkload.of(prompts, COMPLETIONS, MAX_TOKENS, scale);
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(
                        checkpoint,
                        0,
                        Device.cpu(),
                        Precision.FP32,
                        EngineOptions.DEFAULT.withThreads(threads),
                        EngineObserver.NONE);
                HfPeer hf = HfPeer.start(
                        checkpoint,
                        workload.requests().stream()
                                .map(GenerationRequest::prompt)
                                .toList(),
                        work,
                        threads)) {
            GenerationRequest first = workload.requests().get(0);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d prompts, the first of %d tokens, %d completions each of at most %d tokens%n",
                    size,
                    prompts,
                    engine.promptIds(first.prompt()).length,
                    COMPLETIONS,
                    MAX_TOKENS);
            compare(
                    "single",
                    checkpoint,
                    engine,
                    List.of(new GenerationRequest(first.prompt(), 1, first.sampling())),
                    hf,
                    1,
                    1);
            compare("rollout", checkpoint, engine, workload.requests(), hf, prompts, COMPLETIONS);
        }
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), option + " must be at least 1, was " + value);
        }
    }

    private void compare(
            String name,
            Path checkpoint,
            QwenRolloutEngine engine,
            List<GenerationRequest> requests,
            HfPeer hf,
            int prompts,
            int n)
            throws IOException {
        Median ours = new Median();
        Median theirs = new Median();
        int turn = 0;
        long start = System.nanoTime();
        do {
            take(checkpoint, engine, requests, turn);
            hf.generate(prompts, n, MAX_TOKENS, turn++);
        } while (System.nanoTime() - start < WARM_UP.toNanos());
        for (int round = 1; round <= rounds; round++, turn++) {
            HfPeer.Answer own = take(checkpoint, engine, requests, turn);
            HfPeer.Answer other = hf.generate(prompts, n, MAX_TOKENS, turn);
            ours.add(own.tokensPerSecond());
            theirs.add(other.tokensPerSecond());
            System.out.printf(
                    Locale.ROOT,
                    "  %s %d: ours %d tokens in %.2f s, hf %d tokens in %.2f s%n",
                    name,
                    round,
                    own.tokens(),
                    own.seconds(),
                    other.tokens(),
                    other.seconds());
        }
        System.out.printf(
                Locale.ROOT,
                "%s: ours %.1f tok/s, hf %.1f tok/s, ratio %.2f%n",
                name,
                ours.value(),
                theirs.value(),
                ours.value() / theirs.value());
    }

    /** As between two training steps: nothing computed in the last turn is still cached. */
    private static HfPeer.Answer take(
            Path checkpoint, QwenRolloutEngine engine, List<GenerationRequest> requests, int turn) {
        engine.swap(checkpoint, turn);
        return generate(engine, requests, turn);
    }

    private static HfPeer.Answer generate(QwenRolloutEngine engine, List<GenerationRequest> requests, int round) {
        List<GenerationRequest> seeded = PairingWorkload.reseeded(requests, round);
        long start = System.nanoTime();
        List<List<Completion>> drawn = engine.generate(seeded).completions();
        double seconds = (System.nanoTime() - start) / 1e9;
        long tokens = drawn.stream()
                .flatMap(List::stream)
                .mapToLong(completion -> completion.tokenIds().length)
                .sum();
        return new HfPeer.Answer(tokens, seconds);
    }
}

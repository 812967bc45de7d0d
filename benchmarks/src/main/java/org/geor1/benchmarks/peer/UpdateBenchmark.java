package org.geor1.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.PairingWorkload;
import org.geor1.benchmarks.files.Directories;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * GRPO steps on six-image pairing prompts, eight completions each, of a quarter of the prompt's tokens: updates on
 * given completions, then whole steps that draw their own. Each of the two trainers is a separate process.
 */
@Command(name = "update", description = "The trainer's speed and memory beside a peer's, on the same work, by turns.")
public final class UpdateBenchmark implements Callable<Integer> {

    private static final int COMPLETIONS = 8;

    @Option(names = "--peer", required = true, description = "Beside whom: trl (TRL's GRPOTrainer).")
    private Peer peer = Peer.trl;

    @Option(names = "--size", defaultValue = "nano", description = "Which random model: ${COMPLETION-CANDIDATES}.")
    private ModelSize size = ModelSize.nano;

    @Option(names = "--prompts", defaultValue = "4", description = "Prompts of a step.")
    private int prompts;

    @Option(
            names = "--scale",
            defaultValue = "3",
            description = "How many times as wide and high as Mini-Earth's own the pictures are.")
    private int scale;

    @Option(
            names = "--prompt-ratio",
            defaultValue = "4",
            description = "How many times as long as its completions a prompt is.")
    private int promptRatio;

    @Option(names = "--rounds", defaultValue = "5", description = "Measured turns of each; the median counts.")
    private int rounds;

    @Option(names = "--threads", defaultValue = "2", description = "Processors for each of the two.")
    private int threads;

    @Option(names = "--batch", defaultValue = "8", description = "Completions of one of the peer's micro-batches.")
    private int batch;

    @Option(names = "--train-vision", description = "Train the vision tower too; else both leave it as it is.")
    private boolean trainVision;

    @Option(names = "--gradient-checkpointing", description = "Both run layers again instead of keeping them.")
    private boolean gradientCheckpointing;

    /** Peers by the names of the command line. */
    enum Peer {
        trl
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        require(prompts > 0, "--prompts", "at least 1", prompts);
        require(scale > 0, "--scale", "at least 1", scale);
        require(promptRatio > 0, "--prompt-ratio", "at least 1", promptRatio);
        require(rounds > 0, "--rounds", "at least 1", rounds);
        require(threads > 0, "--threads", "at least 1", threads);
        require(batch > 0 && prompts * COMPLETIONS % batch == 0, "--batch", "a divisor of all completions", batch);
        PeerProcess.requireInstalled();
        Path work = Files.createTempDirectory("geor1-peer");
        try {
            Path checkpoint = Files.createDirectory(work.resolve("checkpoint"));
            size.write(checkpoint);
            List<ChatPrompt> asked = PairingWorkload.of(prompts, COMPLETIONS, 1, scale).requests().stream()
                    .map(GenerationRequest::prompt)
                    .toList();
            PeerPrompts.write(asked, work);
            int tokens = promptTokens(checkpoint, asked);
            UpdateSettings settings = settings(tokens / promptRatio);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d prompts, the shortest of %d tokens, %d completions each of at most %d tokens, vision %s%s%n",
                    size,
                    prompts,
                    tokens,
                    COMPLETIONS,
                    settings.max_tokens(),
                    trainVision ? "trained" : "frozen",
                    gradientCheckpointing ? ", layers run again" : "");
            new UpdateComparison(checkpoint, work, settings, rounds).print();
        } finally {
            Directories.delete(work);
        }
        return 0;
    }

    private UpdateSettings settings(int maxTokens) {
        return new UpdateSettings(
                threads, prompts, scale, COMPLETIONS, maxTokens, batch, 1e-5, !trainVision, gradientCheckpointing);
    }

    /** Of the shortest prompt. */
    private static int promptTokens(Path checkpoint, List<ChatPrompt> asked) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint)) {
            PromptEncoder encoder = PromptEncoder.load(checkpoint, ConfigReader.read(checkpoint), tokenizer);
            return asked.stream()
                    .mapToInt(prompt -> encoder.encode(prompt).inputIds().length)
                    .min()
                    .orElseThrow();
        }
    }

    private void require(boolean holds, String option, String what, int value) {
        if (!holds) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), option + " must be " + what + ", was " + value);
        }
    }
}

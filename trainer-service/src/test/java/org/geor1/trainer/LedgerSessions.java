package org.geor1.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.rl.grpo.Advantages;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoOutcome;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.sft.SharedSftExample;
import org.geor1.vlm.checkpoint.CompanionFiles;

/**
 * Training whose "weights" are a hash of all applied data, in order: two runs end with equal weights if and only if
 * they applied the same updates.
 */
final class LedgerSessions implements TrainingSessions {

    /** Called before each update with its number; throws to stop the trainer there. */
    volatile LongConsumer beforeUpdate = step -> {};

    /** Whether an update reports that it was skipped. */
    volatile LongPredicate skips = step -> false;

    /** The loss on held-out examples after a number of updates. */
    volatile LongToDoubleFunction heldOutLoss = step -> 1.0 / step;

    /** Writes a file, on a disk that a test may have made small. */
    volatile BiConsumer<Path, byte[]> writer = LedgerSessions::write;

    /** Number of bytes added to each artifact. */
    volatile int padding;

    final AtomicLong updates = new AtomicLong();
    final AtomicReference<List<SftExample>> learned = new AtomicReference<>(List.of());
    final AtomicReference<List<SftExample>> heldOut = new AtomicReference<>(List.of());

    @Override
    public TrainingSession grpo(Path checkpoint, GrpoConfig config) {
        return new Ledger(checkpoint, read(checkpoint.resolve("config.json")).hashCode(), 0);
    }

    @Override
    public TrainingSession sft(Path checkpoint, SftConfig config) {
        return new Ledger(checkpoint, read(checkpoint.resolve("config.json")).hashCode(), 0);
    }

    @Override
    public TrainingSession resume(Path state) {
        String[] parts = read(state.resolve("state.txt")).split(" ");
        return new Ledger(state, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    @Override
    public TrainingSession resume(Path state, GrpoConfig config) {
        return resume(state);
    }

    @Override
    public TrainingSession resume(Path state, SftConfig config) {
        return resume(state);
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Ledger implements TrainingSession {

        private final Path source;
        private long weights;
        private long step;

        Ledger(Path source, long weights, long step) {
            this.source = source;
            this.weights = weights;
            this.step = step;
        }

        @Override
        public GrpoOutcome grpoStep(List<ScoredGroup> groups) {
            begin();
            for (ScoredGroup group : groups) {
                add(group.prompt().images().size());
                add(group.staleness());
                for (ScoredGroup.ScoredCompletion completion : group.completions()) {
                    add(Arrays.hashCode(completion.tokenIds()));
                    add(Arrays.hashCode(completion.samplerLogProbs()));
                    add(Double.hashCode(completion.reward()));
                }
            }
            Map<String, Double> metrics = skips.test(step)
                    ? Map.of("loss", Double.NaN, SKIPPED_STEPS, 1.0)
                    : Map.of("loss", 0.5, "kl", Double.NaN);
            List<double[]> rewards = groups.stream()
                    .map(group -> group.completions().stream()
                            .mapToDouble(ScoredGroup.ScoredCompletion::reward)
                            .toArray())
                    .toList();
            return new GrpoOutcome(metrics, Advantages.of(rewards, ScaleRewards.GROUP));
        }

        @Override
        public Map<String, Double> sftStep(List<SftExample> examples) {
            begin();
            learned.set(examples);
            examples.forEach(example -> add(example.completion().hashCode()));
            return Map.of("loss", 1.0 / (step + 1));
        }

        @Override
        public double sftLoss(List<SftExample> examples) {
            heldOut.set(examples);
            return heldOutLoss.applyAsDouble(step);
        }

        @Override
        public org.geor1.rl.sft.SharedSftOutcome sharedSftStep(List<SharedSftExample> examples) {
            throw new UnsupportedOperationException("runs do not train on shared prompts");
        }

        private void begin() {
            beforeUpdate.accept(step + 1);
            updates.incrementAndGet();
            step++;
        }

        private void add(long value) {
            weights = weights * 1_000_003 + value;
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public void savePolicy(Path directory) {
            write(directory.resolve("config.json"), "weights " + weights);
            copyCompanions(directory);
        }

        @Override
        public void save(Path directory) {
            write(directory.resolve("state.txt"), weights + " " + step);
            copyCompanions(directory);
        }

        private void copyCompanions(Path directory) {
            try {
                CompanionFiles.copy(source, directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(Path file, String text) {
            writer.accept(file, text.getBytes(StandardCharsets.UTF_8));
            if (padding > 0) {
                writer.accept(file.resolveSibling("padding.bin"), new byte[padding]);
            }
        }

        @Override
        public void close() {}
    }
}

package org.geor1.benchmarks.files;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Installation;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.ConfigWriter;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.torch.TorchThreads;

/** Random models with the shipped tokenizer. The meaning of tokens does not affect speed or memory. */
public final class RandomCheckpoint {

    private RandomCheckpoint() {}

    /** Sizes of the shipped model. */
    public static Qwen25VlConfig shipped() {
        return ConfigReader.read(Installation.models().resolve("nano-base"));
    }

    /**
     * Writes the checkpoint into {@code directory}; the same weights every time.
     *
     * @throws EnvironmentProblem if the JVM's memory limit is too low
     */
    public static void write(Qwen25VlConfig config, Path directory) {
        requireMemory(config, Runtime.getRuntime().maxMemory());
        Path shipped = Installation.models().resolve("nano-base");
        try {
            for (String file : List.of(
                    "tokenizer.json", "tokenizer_config.json", "chat_template.json", "preprocessor_config.json")) {
                Files.copy(shipped.resolve(file), directory.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConfigWriter.write(config, directory);
        SplittableRandom random = new SplittableRandom(1);
        // A team of OpenMP workers stays with its thread and would slow down an engine's: see TorchThreads.
        TorchThreads.use(1);
        try (QwenModel model = QwenModel.create(config, Device.cpu(), weight -> initial(weight, random))) {
            model.weights().save(directory);
        } finally {
            TorchThreads.useAll();
        }
    }

    /** The weights are made outside the heap, which is bounded like it, and pass through it when they are saved. */
    static void requireMemory(Qwen25VlConfig config, long heap) {
        long bytes = Float.BYTES
                * WeightNames.expected(config).stream()
                        .mapToLong(weight -> weight.shape().stream().reduce(1L, Math::multiplyExact))
                        .sum();
        long needed = bytes + bytes / 4;
        if (needed > heap) {
            throw new EnvironmentProblem(
                    "random weights of " + (bytes >> 20) + " MiB take a heap of " + (needed >> 20)
                            + " MiB, this JVM has " + (heap >> 20),
                    "set GEOR1_HEAP=" + ((needed >> 30) + 1) + "g");
        }
    }

    private static float[] initial(WeightNames.Weight weight, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(weight.shape().stream().reduce(1L, Math::multiplyExact))];
        if (weight.shape().size() == 1) {
            Arrays.fill(values, weight.name().endsWith(".bias") ? 0 : 1);
            return values;
        }
        // Uniform of standard deviation 0.02, as fresh transformers are.
        float range = (float) (0.02 * Math.sqrt(3));
        for (int i = 0; i < values.length; i++) {
            values[i] = range * (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }
}

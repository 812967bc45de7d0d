package org.geor1.local.cli.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** Sizes of the published Qwen2.5-VL models, so that they can be planned for without their checkpoints. */
final class PublishedModels {

    private PublishedModels() {}

    /** {@code 3b}, {@code 7b}, or a directory with a {@code config.json}. */
    static Qwen25VlConfig find(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "3b" -> model(2048, 11008, 36, 16, 2, 151936, true);
            case "7b" -> model(3584, 18944, 28, 28, 4, 152064, false);
            default -> read(Path.of(name));
        };
    }

    private static Qwen25VlConfig read(Path directory) {
        if (!Files.exists(directory)) {
            throw new CommandFailure("--model is neither 3b nor 7b nor a directory with a config.json: " + directory);
        }
        try {
            // A configuration alone is enough for a plan; if there are weights, they must match it.
            return Checkpoint.hasWeights(directory) ? Checkpoint.inspect(directory) : ConfigReader.read(directory);
        } catch (CheckpointException e) {
            throw new CommandFailure("--model " + directory + ": " + e.getMessage());
        }
    }

    private static Qwen25VlConfig model(
            int hidden, int intermediate, int layers, int heads, int kvHeads, int vocabulary, boolean tied) {
        return new Qwen25VlConfig(
                new Qwen25VlConfig.Text(
                        hidden,
                        intermediate,
                        layers,
                        heads,
                        kvHeads,
                        vocabulary,
                        1e-6,
                        new Qwen25VlConfig.Rope(1e6, List.of(16, 24, 24)),
                        128_000,
                        tied),
                new Qwen25VlConfig.Vision(
                        32,
                        1280,
                        3420,
                        16,
                        hidden,
                        new Qwen25VlConfig.Patches(14, 2, 2, 3),
                        112,
                        List.of(7, 15, 23, 31)),
                new Qwen25VlConfig.TokenIds(151_655, 151_656, 151_652, 151_653, 151_643, 151_645),
                "bfloat16");
    }
}

package org.geor1.benchmarks.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tolerances must not hide real errors: checkpoints that mimic a slightly wrong model exceed them. */
class MutantsTest {

    private static final Goldens GOLDENS = Goldens.committed();
    private static final String BF16_DISTANCE = "bf16, logit distance from fp32, of transformers' own";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied", "odd", "nano"})
    void detectsAnEpsilonTenTimesTooLarge(String checkpoint) throws IOException {
        Goldens mutant = mutant(checkpoint, config -> text(config).put("rms_norm_eps", 1e-5), (name, values) -> values);
        assertThat(past(ModelChecks.of(mutant, checkpoint))).contains("logits, fp32", "packed, logits, fp32");
        assertThat(past(GenerationChecks.of(GOLDENS, mutant, checkpoint)))
                .contains("sampled log-probs, engine and forward of all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied", "odd", "nano"})
    void detectsReorderedRotaryAxesInBothTypes(String checkpoint) throws IOException {
        Goldens mutant = mutant(
                checkpoint,
                config -> {
                    JsonNode section = rope(config).required("mrope_section");
                    rope(config)
                            .putArray("mrope_section")
                            .add(section.get(2))
                            .add(section.get(1))
                            .add(section.get(0));
                },
                (name, values) -> values);
        assertThat(past(ModelChecks.of(mutant, checkpoint))).contains("logits, fp32", BF16_DISTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied", "odd", "nano"})
    void detectsAnotherRotaryBaseInBothTypes(String checkpoint) throws IOException {
        Goldens mutant = mutant(
                checkpoint,
                config -> (config.has("text_config") ? rope(config) : config).put("rope_theta", 1e5),
                (name, values) -> values);
        assertThat(past(ModelChecks.of(mutant, checkpoint)))
                .contains("logits, fp32", BF16_DISTANCE)
                .anyMatch(what -> what.startsWith("bf16, of "));
    }

    @ParameterizedTest
    @CsvSource({"tied, 0", "untied, 2", "odd, 0"})
    void detectsFullAttentionInAnotherBlock(String checkpoint, int block) throws IOException {
        Goldens mutant = mutant(
                checkpoint,
                config -> ((ObjectNode) config.required("vision_config"))
                        .putArray("fullatt_block_indexes")
                        .add(block),
                (name, values) -> values);
        assertThat(past(ModelChecks.of(mutant, checkpoint)))
                .contains("vision, merger, of scale", "packed, vision, merger, of scale", "logits, fp32");
    }

    /** As if the last norm were computed in bf16 instead of fp32. */
    @Test
    void detectsOneWeightRoundedToBf16() throws IOException {
        Goldens mutant = mutant("tied", config -> {}, rounded("model.norm.weight", 7));
        assertThat(past(ModelChecks.of(mutant, "tied"))).contains("logits, fp32", "packed, logits, fp32");
        assertThat(past(GenerationChecks.of(GOLDENS, mutant, "tied")))
                .contains("sampled log-probs, engine and forward of all");
    }

    /** As if products in bf16 had three bits fewer. */
    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied", "odd"})
    void detectsCoarserRoundingThanBf16(String checkpoint) throws IOException {
        Goldens mutant = mutant(checkpoint, config -> {}, rounded("proj", 4));
        assertThat(past(ModelChecks.of(mutant, checkpoint)))
                .contains(BF16_DISTANCE)
                .anyMatch(what -> what.startsWith("bf16, of "));
    }

    private static ObjectNode rope(ObjectNode config) {
        return (ObjectNode) text(config).required(config.has("text_config") ? "rope_parameters" : "rope_scaling");
    }

    /** The object that holds the decoder's settings. */
    private static ObjectNode text(ObjectNode config) {
        return config.has("text_config") ? (ObjectNode) config.required("text_config") : config;
    }

    /**
     * Keeps only this many fraction bits of weights whose names contain {@code part}, and leaves the others unchanged.
     */
    private static BiFunction<String, float[], float[]> rounded(String part, int bits) {
        int lost = 23 - bits;
        return (name, values) -> {
            for (int i = 0; i < values.length && name.contains(part); i++) {
                int half = 1 << (lost - 1);
                values[i] = Float.intBitsToFloat((Float.floatToRawIntBits(values[i]) + half) & (-1 << lost));
            }
            return values;
        };
    }

    private static List<String> past(List<Check> checks) {
        return checks.stream().filter(check -> !check.passes()).map(Check::what).toList();
    }

    private Goldens mutant(String checkpoint, Consumer<ObjectNode> change, BiFunction<String, float[], float[]> weights)
            throws IOException {
        Path original = GOLDENS.checkpoint(checkpoint);
        Path copy = Files.createDirectory(directory.resolve(checkpoint));
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".safetensors")) {
                    rewrite(file, copy.resolve(file.getFileName()), weights);
                } else {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
        ObjectNode config = JsonFiles.readObject(copy.resolve("config.json"), 1 << 20);
        change.accept(config);
        JsonFiles.write(copy.resolve("config.json"), config);
        return GOLDENS.with(checkpoint, copy);
    }

    private static void rewrite(Path from, Path to, BiFunction<String, float[], float[]> weights) {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        try (Safetensors stored = Safetensors.open(from)) {
            for (String name : stored.names()) {
                tensors.add(SafetensorsWriter.Tensor.of(
                        name,
                        stored.info(name).dtype(),
                        stored.info(name).shape(),
                        weights.apply(name, stored.floats(name))));
            }
        }
        SafetensorsWriter.writeFile(to, tensors);
    }
}

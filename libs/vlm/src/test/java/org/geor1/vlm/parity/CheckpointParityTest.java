package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.ConfigWriter;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints written by others load, and a rewritten copy loads with the same content. */
class CheckpointParityTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied", "odd"})
    void checkpointsSurviveARoundTrip(String name) {
        try (Checkpoint original = Checkpoint.open(ParityFiles.path(name))) {
            ConfigWriter.write(original.config(), directory);
            List<Tensor> tensors = original.names().stream()
                    .map(weight -> Tensor.of(
                            weight,
                            original.info(weight).dtype(),
                            original.info(weight).shape(),
                            original.bytes(weight)))
                    .toList();
            SafetensorsWriter.write(directory, tensors, 1 << 20);
            try (Checkpoint copy = Checkpoint.open(directory)) {
                assertThat(copy.config()).isEqualTo(original.config());
                for (String weight : original.names()) {
                    assertThat(copy.bytes(weight)).as(weight).isEqualTo(original.bytes(weight));
                }
            }
        }
    }

    @Test
    void theNestedLayoutGivesTheSameConfiguration() {
        Qwen25VlConfig flat = ConfigReader.read(ParityFiles.path("untied"));
        Qwen25VlConfig nested = ConfigReader.read(ParityFiles.path("nested"));
        assertThat(nested).isEqualTo(new Qwen25VlConfig(flat.text(), flat.vision(), flat.tokens(), "float32"));
    }

    @Test
    void newerNamesGiveTheSameWeights() throws IOException {
        List<String> canonical = StreamSupport.stream(
                        ParityFiles.json("nested_names.json").spliterator(), false)
                .map(name -> WeightNames.canonical(name.stringValue()))
                .toList();
        assertThat(canonical)
                .containsExactlyInAnyOrderElementsOf(
                        WeightNames.expected(ConfigReader.read(ParityFiles.path("untied"))).stream()
                                .map(WeightNames.Weight::name)
                                .toList());
    }
}

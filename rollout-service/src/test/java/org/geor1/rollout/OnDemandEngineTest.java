package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights are swapped into the engine only if nothing else in the checkpoint has changed. */
class OnDemandEngineTest {

    private static final Path PARITY = Path.of("../libs/vlm/src/test/resources/parity");

    @TempDir
    Path directory;

    @Test
    void aCheckpointWithAnotherTemplateIsReopened() throws IOException {
        try (Stream<Path> files = Files.list(PARITY.resolve("tied"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        try (OnDemandEngine engine =
                new OnDemandEngine("cpu", Precision.FP32, EngineOptions.DEFAULT, EngineObserver.NONE)) {
            engine.swap(PARITY.resolve("tied"), 1);
            engine.swap(directory, 2);
            assertThat(engine.policyVersion()).isEqualTo(2);
            Files.writeString(directory.resolve("chat_template.jinja"), "{% include 'another' %}");
            assertThatThrownBy(() -> engine.swap(directory, 3))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith("chat_template.jinja: ");
        }
    }
}

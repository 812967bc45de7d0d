package org.geor1.vlm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.parity.ParityFiles;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint that any of several versions of {@code transformers} loaded and saved again has the same content. */
class SavedCheckpointsTest {

    private static final Path SAVED = Path.of("src/test/resources/checkpoints/saved");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"4.49.0", "4.52.4", "4.57.6", "5.24.0"})
    void isTheSame(String version) throws Exception {
        Path tied = ParityFiles.path("tied");
        FieldCheckpoints.copy(tied, directory);
        Files.delete(directory.resolve(ImageSettings.FILE));
        FieldCheckpoints.copy(SAVED.resolve(version), directory);
        Map<String, String> names = new HashMap<>();
        JsonFiles.readObject(directory.resolve("names.json"), 1 << 20)
                .path("names")
                .forEach(name -> names.put(WeightNames.canonical(name.stringValue()), name.stringValue()));
        FieldCheckpoints.store(directory, name -> names.getOrDefault(name, name + " is not stored"), List.of());

        try (Checkpoint original = Checkpoint.open(tied);
                Checkpoint saved = Checkpoint.open(directory)) {
            assertThat(saved.config()).isEqualTo(original.config());
            assertThat(saved.names()).hasSameSizeAs(names.keySet()).isEqualTo(original.names());
        }
        assertThat(ImageSettings.read(directory)).isEqualTo(ImageSettings.read(tied));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        ConfigWriter.write(ConfigReader.read(directory), copy, directory);
        assertThat(ConfigReader.read(copy)).isEqualTo(ConfigReader.read(tied));
    }
}

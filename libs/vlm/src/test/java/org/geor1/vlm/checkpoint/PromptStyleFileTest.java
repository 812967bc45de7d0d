package org.geor1.vlm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model directory names its prompt style or none; anything else in the file is an error that says what belongs there. */
class PromptStyleFileTest {

    @TempDir
    Path directory;

    @Test
    void theShippedModelIsAskedInItsOwnStyle() {
        assertThat(PromptStyleFile.read(FieldCheckpoints.NANO)).isEqualTo("nano");
    }

    @Test
    void aPublishedCheckpointHasNoSuchFile() {
        assertThat(PromptStyleFile.read(directory)).isNull();
    }

    @Test
    void whatIsWrittenIsReadAndReplacesWhatWasThere() {
        PromptStyleFile.write(directory, "geo-r1");
        PromptStyleFile.write(directory, "nano.v1");
        assertThat(PromptStyleFile.read(directory)).isEqualTo("nano.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", "a\nb", "../etc", "Nano", "{\"style\": \"nano\"}", "\0"})
    void otherTextIsRefused(String text) throws IOException {
        Files.writeString(directory.resolve(PromptStyleFile.NAME), text);
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> PromptStyleFile.read(directory))
                .withMessage("prompt_style: expected one line with the name of a prompt style");
    }

    @Test
    void aLongFileIsRefused() throws IOException {
        Files.writeString(directory.resolve(PromptStyleFile.NAME), "a".repeat(65));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> PromptStyleFile.read(directory));
    }
}

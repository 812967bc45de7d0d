package org.geor1.pairing.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.data.DatasetException;
import org.geor1.data.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: a rendered question has a mark for each picture, the panorama's first, and names its letters; other texts are refused. */
class PromptTemplateTest {

    @TempDir
    Path directory;

    @Test
    void theStandardWordingSuitsEveryK() {
        for (int k = 2; k <= 10; k++) {
            String text = PromptTemplate.standard().render(k);
            assertThat(new Turn(Turn.USER, text).marks()).isEqualTo(k + 1);
            assertThat(text)
                    .contains("A: <image>\nB: <image>", (char) ('A' + k - 1) + ": <image>")
                    .doesNotContain("{");
            assertThat(text).doesNotContain((char) ('A' + k) + ": <image>");
        }
    }

    @Test
    void aFileIsTheWording() throws Exception {
        Path file = Files.writeString(directory.resolve("p.txt"), "Où? <image>\n{candidates}\n({letters})\n");
        assertThat(PromptTemplate.read(file).render(2)).isEqualTo("Où? <image>\nA: <image>\nB: <image>\n(A, B)");
    }

    @Test
    void otherTextsAreRefused() throws Exception {
        for (String text : new String[] {
            "",
            "{candidates}",
            "<image>",
            "{candidates} <image>",
            "<image> <image> {candidates}",
            "<image> {candidates} {candidates}"
        }) {
            Path file = Files.writeString(directory.resolve("p.txt"), text);
            assertThatThrownBy(() -> PromptTemplate.read(file))
                    .as(text)
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("p.txt must have")
                    .hasMessageContaining("exactly once");
        }
        Path file = Files.write(
                directory.resolve("p.txt"), "<image> {candidates} \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PromptTemplate.read(file)).hasMessageContaining("is not UTF-8");
        Files.writeString(file, " ".repeat(70_000));
        assertThatThrownBy(() -> PromptTemplate.read(file)).hasMessageContaining("more than 65536 bytes");
    }
}

package org.geor1.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.data.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: lines with their numbers, whatever their ends; those too long or not UTF-8 spoil no other. */
class Utf8LinesTest {

    @TempDir
    Path folder;

    private List<Utf8Lines.Line> lines(byte[] bytes, int maxBytes) throws Exception {
        Path file = Files.write(folder.resolve("text"), bytes);
        List<Utf8Lines.Line> all = new ArrayList<>();
        try (Utf8Lines lines = new Utf8Lines(file, maxBytes)) {
            for (Utf8Lines.Line line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
            }
        }
        return all;
    }

    @Test
    void endsOfLinesAndAByteOrderMarkAreNoText() throws Exception {
        List<Utf8Lines.Line> lines = lines("\uFEFFa\r\n\né".getBytes(StandardCharsets.UTF_8), 100);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).text()).isEqualTo("a");
        assertThat(lines.get(1).text()).isEmpty();
        assertThat(lines.get(2).text()).isEqualTo("é");
        assertThat(lines.get(2).number()).isEqualTo(3);
        assertThat(lines(new byte[0], 100)).isEmpty();
    }

    @Test
    void aLineMayCrossBuffers() throws Exception {
        String text = "x".repeat(200_000);
        List<Utf8Lines.Line> lines = lines((text + "\n" + text).getBytes(StandardCharsets.UTF_8), 200_000);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).text()).isEqualTo(text);
        assertThat(lines.get(1).text()).isEqualTo(text);
    }

    @Test
    void linesThatAreTooLongOrNotUtf8AreRefusedAlone() throws Exception {
        byte[] bytes = "123456\n12345\n?\n12".getBytes(StandardCharsets.UTF_8);
        bytes[13] = (byte) 0xFF;
        List<Utf8Lines.Line> lines = lines(bytes, 5);
        assertThatThrownBy(lines.get(0)::text)
                .isInstanceOf(FaultException.class)
                .hasMessage("is a line of more than 5 bytes");
        assertThat(lines.get(1).text()).isEqualTo("12345");
        assertThatThrownBy(lines.get(2)::text)
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("not UTF-8");
        assertThat(lines.get(3).text()).isEqualTo("12");
    }
}

package org.geor1.teacher.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: what was appended is found after any crash, a torn end is cut off, and nothing else is accepted. */
class JournalTest {

    private static final Map<String, String> SETTINGS = Map.of("model", "a", "seed", "1");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("journal");
    }

    private static Entry entry(int number) {
        return new Entry("key" + number, "text \"ü\"\n" + number, "stop", 10, 5, 100L * number);
    }

    private Journal open() throws IOException {
        return Journal.open(file, SETTINGS);
    }

    private byte[] three() throws IOException {
        try (Journal journal = open()) {
            journal.append(entry(1));
            journal.appendLoss("timeout", 7);
            journal.append(entry(2));
        }
        return Files.readAllBytes(file);
    }

    @Test
    void whatWasPaidForIsFoundAgain() throws Exception {
        three();
        try (Journal journal = open()) {
            assertThat(journal.find("key1")).contains(entry(1));
            assertThat(journal.find("key2")).contains(entry(2));
            assertThat(journal.find("key3")).isEmpty();
            assertThat(journal.totals()).isEqualTo(new Totals(2, 20, 10, 0, 300, 1, 7, 200));
            assertThat(journal.totals().spent()).isEqualTo(307);
        }
    }

    @Test
    void answersWithoutCountsAreCounted() throws Exception {
        try (Journal journal = open()) {
            journal.append(new Entry("key", "", "", -1, -1, 0));
            assertThat(journal.totals()).isEqualTo(new Totals(1, 0, 0, 1, 0, 0, 0, 0));
        }
    }

    @Test
    void aJournalTornAtAnyByteKeepsItsWholeLinesAndGoesOn() throws Exception {
        byte[] whole = three();
        int header = indexAfterLine(whole, 1);
        for (int length = header; length <= whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            Files.write(file, torn);
            int lines = (int) new String(torn, StandardCharsets.ISO_8859_1)
                            .chars()
                            .filter(c -> c == '\n')
                            .count()
                    - 1;
            try (Journal journal = open()) {
                assertThat(journal.find("key1").isPresent()).isEqualTo(lines >= 1);
                assertThat(journal.totals().losses()).isEqualTo(lines >= 2 ? 1 : 0);
                assertThat(journal.find("key2").isPresent()).isEqualTo(lines >= 3);
                journal.append(entry(3));
            }
            try (Journal journal = open()) {
                assertThat(journal.find("key3")).contains(entry(3));
            }
        }
    }

    @Test
    void aLastLineOfZerosIsTakenAsTorn() throws Exception {
        byte[] whole = three();
        byte[] longer = Arrays.copyOf(whole, whole.length + 20);
        longer[longer.length - 1] = '\n';
        Files.write(file, longer);
        try (Journal journal = open()) {
            assertThat(journal.totals().answers()).isEqualTo(2);
        }
        assertThat(Files.size(file)).isEqualTo(whole.length);
    }

    @Test
    void damageInTheMiddleIsRefused() throws Exception {
        byte[] whole = three();
        whole[indexAfterLine(whole, 1) + 2] = '\\';
        Files.write(file, whole);
        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("line 2 is damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void otherSettingsAreRefusedAndNamed() throws Exception {
        three();
        assertThatThrownBy(() -> Journal.open(file, Map.of("model", "b", "seed", "1", "more", "x")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("model was 'a', is 'b'")
                .hasMessageContaining("more was '', is 'x'")
                .hasMessageNotContaining("seed");
    }

    @Test
    void aFileOfSomebodyElseStaysAsItIs() throws Exception {
        for (String content : new String[] {"", "my notes", "my notes\n", "{\"a\": 1}\n"}) {
            Files.writeString(file, content);
            assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("no journal");
            assertThat(file).hasContent(content.strip());
            assertThat(Files.size(file)).isEqualTo(content.length());
        }
    }

    @Test
    void oneRunAtATimeHasIt() throws Exception {
        try (Journal journal = open()) {
            assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("in use");
            assertThat(journal.totals().answers()).isZero();
        }
        open().close();
    }

    @Test
    void aBeginningThatACrashInterruptedIsBegunAgain() throws Exception {
        Files.writeString(directory.resolve("journal.part"), "{\"geor1_teach");
        open().close();
        open().close();
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    private static int indexAfterLine(byte[] bytes, int lines) {
        int left = lines;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' && --left == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException();
    }
}

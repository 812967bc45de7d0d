package org.geor1.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Contract: no text printed by the command line moves the cursor, colours a line or reverses its direction. */
class PlainTextTest {

    private static final String HOSTILE = "\u001b[2Ja\u202egnp.exe\u009b31m\r\u2066b\u200e\udb40\udc41";

    @ParameterizedTest
    @CsvSource({
        "'\u001b]0;title\u0007', '\\u001b]0;title\\u0007'",
        "'a\u202eb\u2069c', 'a\\u202eb\\u2069c'",
        "'x\u009b1m', 'x\\u009b1m'",
        "'\u200b\ufeff', '\\u200b\\ufeff'",
        "'Zürich, שלום, 東京, 👩‍💻', 'Zürich, שלום, 東京, 👩‍💻'"
    })
    void controlCharactersAreSpelledOut(String text, String plain) {
        assertThat(PlainText.of(text)).isEqualTo(plain);
    }

    @Test
    void lineBreaksAndTabsAreKept() {
        assertThat(PlainText.of("a\tb\nc\rd")).isEqualTo("a\tb\nc\\u000dd");
        assertThat(PlainText.of("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void allOutputIsPlainAndJsonKeepsItsMeaning() {
        String text = printed(() -> new Output().line("name: " + HOSTILE));
        assertThat(text).contains("\\u001b[2Ja\\u202egnp").doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
        String json = printed(() -> {
            Output output = new Output();
            output.format = Output.Format.JSON;
            output.document(Map.of("name", HOSTILE));
        });
        assertThat(json).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
        assertThat(JsonMapper.shared().readTree(json).get("name").stringValue()).isEqualTo(HOSTILE);
    }

    private static String printed(Runnable action) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

package org.geor1.miniearth.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationJsonlTest {
    private static final PromptStyle NANO = PromptStyles.named("nano");

    private final MiniEarth earth = MiniEarth.standard();

    @TempDir
    Path folder;

    @Test
    void anExportedDataSetReadsBack() throws IOException {
        List<PairingQuestion> questions =
                new PairingGenerator(earth, 1).generate(Split.DEV, 3, ConfuserMode.SAME_CITY, 4);

        PairingImages.export(new MiniEarthRenderer(earth), questions, NANO, folder);

        List<ConversationRow> rows = ConversationJsonl.read(folder.resolve(PairingImages.ROWS_FILE));
        assertThat(rows)
                .isEqualTo(questions.stream()
                        .map(question -> ConversationRow.of(question, NANO))
                        .toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.images())
                    .hasSize(4)
                    .allSatisfy(image -> assertThat(folder.resolve(image)).isNotEmptyFile());
            assertThat(row.reply()).matches("[ABC]");
        });
    }

    @Test
    void writesTheLayoutOfTheTrainingScripts() throws IOException {
        Path file = folder.resolve("rows.jsonl");

        ConversationJsonl.write(file, List.of(new ConversationRow("7", List.of("p.jpg", "a.jpg"), "<image>?", "C")));

        assertThat(file)
                .hasContent("{\"id\":\"7\",\"image\":[\"p.jpg\",\"a.jpg\"],\"conversations\":["
                        + "{\"from\":\"human\",\"value\":\"<image>?\"},{\"from\":\"gpt\",\"value\":\"C\"}]}");
    }

    @Test
    void readsFilesFromOtherTools() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(
                file,
                "{\"id\":7,\"image\":\"p.jpg\",\"accu_reward_method\":\"mcq\",\"conversations\":["
                        + "{\"from\":\"human\",\"value\":\"<image>?\"},{\"from\":\"gpt\",\"value\":\"C\"}]}\n\n");

        assertThat(ConversationJsonl.read(file))
                .containsExactly(new ConversationRow("7", List.of("p.jpg"), "<image>?", "C"));
    }

    @Test
    void namesTheMalformedLine() throws IOException {
        Path file = folder.resolve("rows.jsonl");

        Files.writeString(file, "\n{\"id\":\"1\"}\n");
        assertThatIOException().isThrownBy(() -> ConversationJsonl.read(file)).withMessageContaining("line 2");
        Files.writeString(file, "{nonsense");
        assertThatIOException().isThrownBy(() -> ConversationJsonl.read(file)).withMessageContaining("not JSON");
        Files.writeString(file, "{\"image\":\"p.jpg\",\"conversations\":[]}");
        assertThatIOException().isThrownBy(() -> ConversationJsonl.read(file)).withMessageContaining("human");
    }
}

package org.geor1.data.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.data.DatasetException;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: what JSON lines of VLM-R1 say, and that each wrong line is one fault with its number. */
class VlmR1ReaderTest {

    private final VlmR1Reader reader = new VlmR1Reader();

    @TempDir
    Path folder;

    @Test
    void readsOnePictureOrSeveral() throws Exception {
        Reading.write(folder.resolve("train.jsonl"), """
                {"id": 7, "image": "a.jpg", "conversations": [{"from": "human", "value": "<image>Where?"},\
                 {"from": "gpt", "value": "<think>x</think><answer> Oslo </answer>"}], "lat": 59.9, "lon": 10.7,\
                 "city": "Oslo", "accu_reward_method": "mcq"}""", "", """
                {"image": ["p.jpg", "t.png"], "conversations": [{"from": "human", "value": "<image><image>Same?"},\
                 {"from": "gpt", "value": 1.5}]}""");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        Row.Sample first = Reading.samples(rows).get(0);
        assertThat(first.id()).isEqualTo("7");
        assertThat(Reading.paths(first)).containsExactly("image a.jpg");
        assertThat(first.turns())
                .containsExactly(
                        new Turn("user", "<image>Where?"),
                        new Turn("assistant", "<think>x</think><answer> Oslo </answer>"));
        assertThat(first.truth()).isEqualTo("Oslo");
        assertThat(first.place()).isEqualTo(new Place(new Position(59.9, 10.7), "Oslo", null));
        assertThat(first.split()).isEqualTo("train");
        assertThat(first.metadata()).containsExactly(Map.entry("accu_reward_method", "mcq"));
        Row.Sample second = Reading.samples(rows).get(1);
        assertThat(second.id()).isEqualTo("train.jsonl line 3");
        assertThat(Reading.paths(second)).containsExactly("image p.jpg", "image t.png");
        assertThat(second.truth()).isEqualTo("1.5");
    }

    @Test
    void eachWrongLineIsAFaultAndTheNextIsRead() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String good = "{\"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]}";
        for (String line : List.of(
                "{\"id\": 1, ",
                "[1]",
                "{\"id\": 1, \"id\": 2, \"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]}",
                good + " 7",
                "{\"image\": \"a.jpg\", \"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]}",
                "{\"image\": [\"a.jpg\", 3], \"conversations\": [{\"from\": \"human\", \"value\": \"<image><image>\"}]}",
                "{\"conversations\": []}",
                "{\"conversations\": [{\"from\": \"bot\", \"value\": \"Hi\"}]}",
                "{\"conversations\": [{\"from\": \"gpt\"}]}",
                "{\"lat\": 3, \"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]}",
                "{\"lat\": \"north\", \"lon\": 2, \"conversations\": [{\"from\": \"human\", \"value\": \"Hi\"}]}")) {
            bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        bytes.writeBytes(new byte[] {'"', (byte) 0xE9, '"', '\n'});
        bytes.writeBytes(good.getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("data.jsonl"), bytes.toByteArray());

        List<Row> rows = Reading.all(reader, folder.resolve("data.jsonl"));

        assertThat(Reading.samples(rows)).hasSize(1);
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("data.jsonl line 1: is bad JSON"),
                        fault -> assertThat(fault).isEqualTo("data.jsonl line 2: is JSON, but not an object"),
                        fault -> assertThat(fault).startsWith("data.jsonl line 3: is bad JSON: Duplicate"),
                        fault -> assertThat(fault).startsWith("data.jsonl line 4: is bad JSON"),
                        fault -> assertThat(fault).contains("line 5: has 1 images, and 0 <image> marks"),
                        fault -> assertThat(fault).contains("line 6: has an 'image' that is neither"),
                        fault -> assertThat(fault).contains("line 7: has no list 'conversations'"),
                        fault -> assertThat(fault)
                                .contains("line 8: has a turn with 'from' bot; it must be one of gpt, human"),
                        fault -> assertThat(fault).contains("line 9: has a turn of 'gpt' without a 'value'"),
                        fault -> assertThat(fault).contains("line 10: has a latitude and no longitude"),
                        fault -> assertThat(fault).contains("line 11: has the latitude 'north', which is not a number"),
                        fault -> assertThat(fault).contains("line 12: is not UTF-8"));
    }

    @Test
    void aFolderWithoutSuchFilesIsNoSuchDataset() throws Exception {
        assertThat(reader.recognises(folder)).isFalse();
        assertThatThrownBy(() -> reader.open(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("has no .jsonl file");
        assertThatThrownBy(() -> reader.open(folder.resolve("nowhere")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("does not exist");
    }
}

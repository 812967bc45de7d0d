package org.geor1.data.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: files as {@code dataset_info.json} describes them, or as they are; what is wrong in them, with its line. */
class LlamaFactoryReaderTest {

    private final LlamaFactoryReader reader = new LlamaFactoryReader();

    @TempDir
    Path folder;

    private void describe(String... entries) throws Exception {
        Reading.write(folder.resolve("dataset_info.json"), "{" + String.join(",", entries) + "}");
    }

    @Test
    void readsTheNamesAndRolesThatTheEntryGives() throws Exception {
        describe(
                "\"hub\": {\"hf_hub_url\": \"somebody/else\", \"formatting\": \"sharegpt\"}",
                "\"plain\": {\"file_name\": \"alpaca.json\"}",
                """
                "geo": {"file_name": "geo.json", "formatting": "sharegpt", "split": "train",
                 "columns": {"messages": "talk", "images": "pictures"},
                 "tags": {"role_tag": "who", "content_tag": "says", "user_tag": "u", "assistant_tag": "a",
                  "system_tag": "s"}}""");
        Reading.write(
                folder.resolve("geo.json"),
                "[",
                "{\"talk\": [{\"who\": \"s\", \"says\": \"Be brief.\"}, {\"who\": \"u\", \"says\": \"<image>Where?\"},",
                "  {\"who\": \"a\", \"says\": \"Rome\"}], \"pictures\": [\"a.jpg\"], \"level\": 3}",
                "]");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        Row.Sample sample = Reading.samples(rows).get(0);
        assertThat(rows).hasSize(1);
        assertThat(sample.turns())
                .containsExactly(
                        new Turn("system", "Be brief."),
                        new Turn("user", "<image>Where?"),
                        new Turn("assistant", "Rome"));
        assertThat(sample.truth()).isEqualTo("Rome");
        assertThat(sample.split()).isEqualTo("train");
        assertThat(Reading.paths(sample)).containsExactly("image a.jpg");
        assertThat(sample.metadata()).containsEntry("dataset", "geo").containsEntry("level", "3");
    }

    @Test
    void oneFileIsReadAsItsEntrySaysAndNoOther() throws Exception {
        describe(
                "\"a\": {\"file_name\": \"a.json\", \"formatting\": \"sharegpt\", \"columns\": {\"messages\": \"talk\"}}",
                "\"b\": {\"file_name\": \"b.json\", \"formatting\": \"sharegpt\"}");
        Reading.write(folder.resolve("a.json"), "[{\"talk\": [{\"from\": \"human\", \"value\": \"Hi\"}]}]");
        Reading.write(folder.resolve("b.json"), "[{\"conversations\": [{\"from\": \"human\", \"value\": \"Ho\"}]}]");

        List<Row> rows = Reading.all(reader, folder.resolve("a.json"));

        assertThat(rows).hasSize(1);
        assertThat(Reading.samples(rows).get(0).metadata()).containsEntry("dataset", "a");
    }

    @Test
    void aFileWithoutAnEntryHasMessagesOrConversations() throws Exception {
        Reading.write(
                folder.resolve("alone.json"),
                "[{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}]},",
                " {\"conversations\": [{\"from\": \"human\", \"value\": \"c\"}], \"system\": \"d\"}]");

        List<Row.Sample> samples = Reading.samples(Reading.all(reader, folder.resolve("alone.json")));

        assertThat(samples.get(0).turns()).containsExactly(new Turn("user", "a"), new Turn("assistant", "b"));
        assertThat(samples.get(1).turns()).containsExactly(new Turn("system", "d"), new Turn("user", "c"));
    }

    @Test
    void wrongElementsAreFaultsAndBadJsonEndsTheFile() throws Exception {
        Reading.write(
                folder.resolve("bad.json"),
                "[",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"<image>\"}]},",
                "7,",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"good\"}]},",
                "{\"messages\": [}, {\"messages\": []}]");

        List<Row> rows = Reading.all(reader, folder.resolve("bad.json"));

        assertThat(Reading.samples(rows)).hasSize(1);
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .isEqualTo("bad.json line 2: has 0 images, and 1 <image> marks in its conversation"),
                        fault -> assertThat(fault).isEqualTo("bad.json line 3: is JSON, but not an object"),
                        fault -> assertThat(fault)
                                .startsWith("bad.json line 5: is bad JSON")
                                .endsWith("can be read"));
    }

    @Test
    void aMissingFileIsAFaultAndOneOutsideIsTooAndNoneIsNoDataset() throws Exception {
        describe(
                "\"a\": {\"file_name\": \"nowhere.json\", \"formatting\": \"sharegpt\"}",
                "\"b\": {\"file_name\": \"../b.json\", \"formatting\": \"sharegpt\"}");
        Reading.write(folder.getParent().resolve("b.json"), "[]");
        assertThat(Reading.faults(Reading.all(reader, folder)))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("nowhere.json", "missing"),
                        fault -> assertThat(fault).contains("leads out of the dataset's folder"));
        describe("\"plain\": {\"file_name\": \"alpaca.json\"}");
        assertThat(reader.recognises(folder)).isFalse();
        assertThatThrownBy(() -> reader.open(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("sharegpt");
    }
}

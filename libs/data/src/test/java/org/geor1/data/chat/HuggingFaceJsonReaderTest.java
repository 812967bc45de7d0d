package org.geor1.data.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: rows in the form of TRL and of verl, and how each marks its images. */
class HuggingFaceJsonReaderTest {

    private final HuggingFaceJsonReader reader = new HuggingFaceJsonReader();

    @TempDir
    Path folder;

    private List<Row> rows(String... lines) throws Exception {
        Reading.write(folder.resolve("data/validation.jsonl"), lines);
        return Reading.all(reader, folder);
    }

    @Test
    void trlMarksImagesByPartsOrNotAtAll() throws Exception {
        List<Row> rows = rows("""
                {"prompt": [{"role": "user", "content": [{"type": "text", "text": "Look: "}, {"type": "image"},\
                 {"type": "text", "text": " Where?"}]}], "image": "a.jpg", "solution": "Lima"}""", """
                {"prompt": [{"role": "system", "content": "Think."}, {"role": "user", "content": "Same?"}],\
                 "completion": [{"role": "assistant", "content": "Yes"}], "images": [{"path": "a.jpg", "bytes": null}, "b.jpg"]}""");

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        Row.Sample parts = Reading.samples(rows).get(0);
        assertThat(parts.turns()).containsExactly(new Turn("user", "Look: <image> Where?"));
        assertThat(parts.truth()).isEqualTo("Lima");
        assertThat(parts.split()).isEqualTo("validation");
        Row.Sample unmarked = Reading.samples(rows).get(1);
        assertThat(unmarked.turns())
                .containsExactly(
                        new Turn("system", "Think."),
                        new Turn("user", "<image><image>Same?"),
                        new Turn("assistant", "Yes"));
        assertThat(Reading.paths(unmarked)).containsExactly("image a.jpg", "image b.jpg");
    }

    @Test
    void verlHasMarksATruthAndMore() throws Exception {
        Row.Sample sample = Reading.samples(rows("""
                        {"data_source": "geo", "prompt": [{"role": "user", "content": "<image>Where?"}], "images": ["a.jpg"],\
                         "reward_model": {"style": "rule", "ground_truth": "Quito"},\
                         "extra_info": {"index": 4, "latitude": -0.2, "longitude": -78.5, "country": "EC"}}""")).get(0);

        assertThat(sample.turns()).containsExactly(new Turn("user", "<image>Where?"));
        assertThat(sample.truth()).isEqualTo("Quito");
        assertThat(sample.place()).isEqualTo(new Place(new Position(-0.2, -78.5), null, "EC"));
        assertThat(sample.metadata()).containsEntry("data_source", "geo").containsEntry("extra_info.index", "4");
    }

    @Test
    void wrongRowsAreFaults() throws Exception {
        List<Row> rows = rows(
                "{\"images\": [\"a.jpg\"]}",
                "{\"prompt\": [{\"role\": \"tool\", \"content\": \"x\"}]}",
                "{\"prompt\": [{\"role\": \"user\"}]}",
                "{\"prompt\": [{\"role\": \"user\", \"content\": [{\"type\": \"video\"}]}]}",
                "{\"prompt\": \"Hi\", \"images\": [3]}",
                "{\"prompt\": \"<image><image>Hi\", \"images\": [\"a.jpg\"]}");

        assertThat(Reading.samples(rows)).isEmpty();
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault).isEqualTo("data/validation.jsonl line 1: has no 'prompt'"),
                        fault -> assertThat(fault).contains("line 2: has a message with 'role' tool"),
                        fault -> assertThat(fault).contains("line 3: has a message without 'content'"),
                        fault -> assertThat(fault).contains("line 4: has a part of type video"),
                        fault -> assertThat(fault).contains("line 5: has an image that is neither bytes nor a path"),
                        fault -> assertThat(fault).contains("line 6: has 1 images, and 2 <image> marks"));
    }
}

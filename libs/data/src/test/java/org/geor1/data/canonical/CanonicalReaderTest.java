package org.geor1.data.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: the canonical form, and that reading it gives the samples that were written. */
class CanonicalReaderTest {

    private final CanonicalReader reader = new CanonicalReader();

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Row.Sample full = Row.Sample.builder(Origin.line("all.jsonl", 1), "a")
                .image("p.jpg", ImageRole.PANORAMA)
                .images(List.of(new ImageSource.Bytes(new byte[] {1, 2, 3}, ImageRole.TILE)))
                .turns(List.of(new Turn("user", "<image><image>Same?"), new Turn("assistant", "Yes")))
                .place(new Place(new Position(1.5, -2.25), "Rome", "IT"))
                .truth("Yes")
                .split("train")
                .metadata("level", "3")
                .build();
        Row.Sample bare = Row.Sample.builder(Origin.line("all.jsonl", 2), "b").build();
        String line = CanonicalJson.line(full);
        Reading.write(folder.resolve("all.jsonl"), line, CanonicalJson.line(bare));

        List<Row.Sample> read = Reading.samples(Reading.all(reader, folder));

        assertThat(line).isEqualTo("""
                        {"id":"a","images":[{"role":"panorama","path":"p.jpg"},{"role":"tile","bytes":"AQID"}],\
                        "place":{"latitude":1.5,"longitude":-2.25,"city":"Rome","country":"IT"},\
                        "turns":[{"role":"user","text":"<image><image>Same?"},{"role":"assistant","text":"Yes"}],\
                        "truth":"Yes","split":"train","metadata":{"level":"3"}}""");
        assertThat(reader.recognises(folder)).isTrue();
        assertThat(read).hasSize(2);
        assertThat(read.get(0)).usingRecursiveComparison().isEqualTo(full);
        assertThat(read.get(1)).isEqualTo(bare);
    }

    @Test
    void wrongLinesAreFaults() throws Exception {
        Reading.write(
                folder.resolve("all.jsonl"),
                "{\"images\": []}",
                "{\"id\": \"a\", \"images\": [{\"role\": \"film\", \"path\": \"a.jpg\"}]}",
                "{\"id\": \"a\", \"images\": [{\"role\": \"tile\"}]}",
                "{\"id\": \"a\", \"images\": [], \"turns\": [{\"role\": \"bot\", \"text\": \"Hi\"}]}");
        assertThat(Reading.faults(Reading.all(reader, folder)))
                .satisfiesExactly(
                        fault -> assertThat(fault).isEqualTo("all.jsonl line 1: has no 'id'"),
                        fault -> assertThat(fault).contains("line 2: has an image without a known role"),
                        fault -> assertThat(fault).contains("line 3: has an image without a known role"),
                        fault -> assertThat(fault).contains("line 4: has a turn", "bot"));
    }
}

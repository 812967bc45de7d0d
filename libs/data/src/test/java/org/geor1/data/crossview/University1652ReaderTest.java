package org.geor1.data.crossview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.data.Pictures;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: a building of University-1652 is one sample in each split, with its pictures from all views. */
class University1652ReaderTest {

    private final University1652Reader reader = new University1652Reader();

    @TempDir
    Path folder;

    @Test
    void aBuildingIsASampleOfItsSplit() throws Exception {
        for (String path : List.of(
                "train/satellite/0839/0839.jpg",
                "train/drone/0839/image-01.jpeg",
                "train/drone/0839/image-02.jpeg",
                "train/street/0839/1.jpg",
                "test/query_drone/0001/image-01.jpeg",
                "test/gallery_satellite/0001/0001.jpg")) {
            Pictures.write(folder, path);
        }

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        List<Row.Sample> samples = Reading.samples(rows);
        assertThat(samples).extracting(Row.Sample::id).containsExactly("train/0839", "query/0001", "gallery/0001");
        assertThat(samples).extracting(Row.Sample::split).containsExactly("train", "query", "gallery");
        assertThat(samples).extracting(Row.Sample::truth).containsExactly("0839", "0001", "0001");
        assertThat(Reading.paths(samples.get(0)))
                .containsExactly(
                        "tile train/satellite/0839/0839.jpg",
                        "photo train/street/0839/1.jpg",
                        "photo train/drone/0839/image-01.jpeg",
                        "photo train/drone/0839/image-02.jpeg");
    }

    @Test
    void whatIsNoFolderOfPicturesIsAFault() throws Exception {
        Pictures.write(folder, "train/satellite/stray.jpg");
        Files.createDirectories(folder.resolve("train/drone/0002"));

        assertThat(Reading.faults(Reading.all(reader, folder)))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("train/*/0002: has 0 pictures"),
                        fault -> assertThat(fault).contains("'train/satellite/stray.jpg' is not a folder"));
    }
}

package org.geor1.data.crossview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: lists of VIGOR, each line a panorama, its positive tile and three semi-positive ones with offsets. */
class VigorReaderTest {

    private static final String TILES = "satellite_41.1_-87.1.png 10.5 -20.0 satellite_41.2_-87.1.png 1 2"
            + " satellite_41.1_-87.2.png 3 4 satellite_41.2_-87.2.png 5 6";

    private final VigorReader reader = new VigorReader();

    @TempDir
    Path folder;

    @Test
    void readsTheListsOfTheSameAreaWithTheirSplit() throws Exception {
        Reading.write(
                folder.resolve("splits/Chicago/same_area_balanced_train.txt"), "aB_1,41.15,-87.15,.jpg " + TILES + " ");
        Reading.write(folder.resolve("splits/Chicago/same_area_balanced_test.txt"), "aB_2,41.16,-87.15,.jpg " + TILES);
        Reading.write(folder.resolve("splits/Chicago/pano_label_balanced.txt"), "aB_1,41.15,-87.15,.jpg " + TILES);

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        assertThat(rows).hasSize(2);
        Row.Sample sample = Reading.samples(rows).get(0);
        assertThat(sample.id()).isEqualTo("Chicago/aB_1");
        assertThat(sample.split()).isEqualTo("train");
        assertThat(sample.place()).isEqualTo(new Place(new Position(41.15, -87.15), "Chicago", null));
        assertThat(Reading.paths(sample))
                .containsExactly(
                        "panorama Chicago/panorama/aB_1,41.15,-87.15,.jpg",
                        "tile Chicago/satellite/satellite_41.1_-87.1.png",
                        "tile Chicago/satellite/satellite_41.2_-87.1.png",
                        "tile Chicago/satellite/satellite_41.1_-87.2.png",
                        "tile Chicago/satellite/satellite_41.2_-87.2.png");
        assertThat(sample.metadata())
                .containsEntry("tile.0.offset", "10.5 -20.0")
                .containsEntry("tile.3.offset", "5 6");
    }

    @Test
    void readsTheWholeListWhereThereIsNoOtherAndReportsWrongLines() throws Exception {
        Reading.write(
                folder.resolve("splits/Seattle/pano_label_balanced.txt"),
                "x,47.6,-122.3,.jpg " + TILES,
                "x,47.6,-122.3,.jpg satellite_1_2.png 0 0",
                "x47.6.jpg " + TILES,
                "x,north,-122.3,.jpg " + TILES,
                "x,47.6,-122.3,.jpg " + TILES.replace("10.5", "NaN"));

        List<Row> rows = Reading.all(reader, folder);

        assertThat(Reading.samples(rows))
                .singleElement()
                .satisfies(sample -> assertThat(sample.split()).isNull());
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("line 2: has 4 fields instead of 13"),
                        fault -> assertThat(fault).contains("line 3: has the panorama 'x47.6.jpg'"),
                        fault -> assertThat(fault).contains("line 4: has the latitude 'north'"),
                        fault -> assertThat(fault).contains("line 5: has the offset 'NaN'"));
    }
}

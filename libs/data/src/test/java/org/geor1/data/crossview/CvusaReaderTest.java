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

/** Contract: splits of CVUSA, and positions by the number in a tile's name, counted from 1. */
class CvusaReaderTest {

    private final CvusaReader reader = new CvusaReader();

    @TempDir
    Path folder;

    private void splits() throws Exception {
        Reading.write(
                folder.resolve("splits/train-19zl.csv"),
                "bingmap/19/0000002.jpg,streetview/panos/0000002.jpg,streetview/annotations/0000002.png",
                "bingmap/19/0000003.jpg,streetview/panos/0000003.jpg,streetview/annotations/0000003.png",
                "bingmap/19/0000009.jpg,streetview/panos/0000009.jpg,streetview/annotations/0000009.png",
                "bingmap/19/tile.jpg,streetview/panos/0000001.jpg",
                "bingmap/19/0000001.jpg");
        Reading.write(
                folder.resolve("splits/val-19zl.csv"),
                "bingmap/19/0000001.jpg,streetview/panos/0000001.jpg,streetview/annotations/0000001.png");
    }

    @Test
    void readsSplitsWithTheirPositions() throws Exception {
        splits();
        Reading.write(
                folder.resolve("split_locations/all.csv"),
                "38.1,-90.1,38.2,-90.2,0",
                "39.1,-91.1,39.2,-91.2,0",
                "40.1,-92.1,unknown,-92.2,0");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        List<Row.Sample> samples = Reading.samples(rows);
        assertThat(samples).hasSize(2);
        assertThat(samples.get(0).id()).isEqualTo("0000002");
        assertThat(samples.get(0).split()).isEqualTo("train");
        assertThat(samples.get(0).place()).isEqualTo(Place.at(new Position(39.2, -91.2)));
        assertThat(Reading.paths(samples.get(0)))
                .containsExactly("panorama streetview/panos/0000002.jpg", "tile bingmap/19/0000002.jpg");
        assertThat(samples.get(0).metadata()).containsEntry("annotation", "streetview/annotations/0000002.png");
        assertThat(samples.get(1).split()).isEqualTo("val");
        assertThat(samples.get(1).place()).isEqualTo(Place.at(new Position(38.2, -90.2)));
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .isEqualTo("splits/train-19zl.csv line 2: needs line 3 of"
                                        + " split_locations/all.csv, which holds no position"),
                        fault -> assertThat(fault)
                                .contains("line 3: needs line 9 of split_locations/all.csv, which has 3"),
                        fault -> assertThat(fault).contains("line 4: has the satellite path 'bingmap/19/tile.jpg'"),
                        fault -> assertThat(fault).contains("line 5: has 1 columns"));
    }

    @Test
    void withoutPositionsThereIsNoPlace() throws Exception {
        splits();
        assertThat(Reading.samples(Reading.all(reader, folder)))
                .hasSize(4)
                .allSatisfy(sample -> assertThat(sample.place()).isNull());
    }
}

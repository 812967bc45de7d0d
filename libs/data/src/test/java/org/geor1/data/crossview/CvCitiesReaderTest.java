package org.geor1.data.crossview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: tables of CV-Cities, in which the longitude stands before the latitude. */
class CvCitiesReaderTest {

    private final CvCitiesReader reader = new CvCitiesReader();

    @TempDir
    Path folder;

    @Test
    void readsTheTablesOfAllCities() throws Exception {
        Reading.write(
                folder.resolve("taipei/img_info.csv"),
                "100,121.5,25.04,taipei,taipei/sat_images/100.jpg,taipei/pano_images/100.jpg");
        Reading.write(
                folder.resolve("rio/img_info.csv"),
                "100,-43.2,-22.9,rio,rio/sat_images/100.jpg,\"rio/pano, images/100.jpg\"");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        Row.Sample rio = Reading.samples(rows).get(0);
        assertThat(rio.id()).isEqualTo("rio/100");
        assertThat(rio.place()).isEqualTo(new Place(new Position(-22.9, -43.2), "rio", null));
        assertThat(Reading.paths(rio))
                .containsExactly("panorama rio/pano, images/100.jpg", "tile rio/sat_images/100.jpg");
        assertThat(Reading.samples(rows).get(1).id()).isEqualTo("taipei/100");
    }

    @Test
    void wrongLinesAreFaultsAndTheNextIsRead() throws Exception {
        Reading.write(
                folder.resolve("rio/img_info.csv"),
                "1,-43.2,-22.9,rio,s.jpg",
                "2,west,-22.9,rio,s.jpg,p.jpg",
                "3,-43.2,-22.9,rio,s.jpg,\"p.jpg",
                "4,-43.2,-22.9,rio,s.jpg,p.jpg");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(Reading.samples(rows))
                .singleElement()
                .satisfies(sample -> assertThat(sample.id()).isEqualTo("rio/4"));
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("rio/img_info.csv line 1: has 5 columns instead of 6"),
                        fault -> assertThat(fault).contains("line 2: has the longitude 'west'"),
                        fault -> assertThat(fault).contains("line 3: is bad CSV"));
    }

    @Test
    void aFolderWithoutTablesIsNone() {
        assertThat(reader.recognises(folder)).isFalse();
        assertThatThrownBy(() -> reader.open(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("img_info.csv");
    }
}

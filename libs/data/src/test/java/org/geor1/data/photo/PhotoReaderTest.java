package org.geor1.data.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.geor1.data.DatasetException;
import org.geor1.data.Pictures;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: photos with positions from a table by the column names people use, or from their EXIF. */
class PhotoReaderTest {

    private final PhotoReader reader = new PhotoReader();

    @TempDir
    Path folder;

    @Test
    void readsTablesByAnyOfTheirNames() throws Exception {
        Pictures.write(folder, "images/train/07/12345.jpg");
        Pictures.write(folder, "a_1.jpg");
        Reading.write(
                folder.resolve("im2gps3k_places365.csv"),
                "IMG_ID,AUTHOR,LAT,LON,S3_Label",
                "a_1.jpg,me,-33.86,151.21,5");
        Reading.write(
                folder.resolve("train.csv"),
                "id,latitude,longitude,thumb_original_url,country,city",
                "12345,48.85,2.35,,FR,Paris");
        Reading.write(folder.resolve("notes.csv"), "a,b", "1,2");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        Row.Sample im2gps = Reading.samples(rows).get(0);
        assertThat(im2gps.id()).isEqualTo("a_1.jpg");
        assertThat(Reading.paths(im2gps)).containsExactly("photo a_1.jpg");
        assertThat(im2gps.place()).isEqualTo(Place.at(new Position(-33.86, 151.21)));
        assertThat(im2gps.metadata()).containsEntry("AUTHOR", "me").containsEntry("S3_Label", "5");
        Row.Sample osv = Reading.samples(rows).get(1);
        assertThat(Reading.paths(osv)).containsExactly("photo images/train/07/12345.jpg");
        assertThat(osv.place()).isEqualTo(new Place(new Position(48.85, 2.35), "Paris", "FR"));
        assertThat(osv.split()).isEqualTo("train");
        assertThat(osv.metadata()).isEmpty();
    }

    @Test
    void wrongRowsOfATableAreFaults() throws Exception {
        Pictures.write(folder, "a.jpg");
        Reading.write(
                folder.resolve("photos.csv"), "id,lat,lon", "a,1", ",1,2", "b,1,2", "../a,1,2", "a,one,2", "a,1,2");

        List<Row> rows = Reading.all(reader, folder.resolve("photos.csv"));

        assertThat(Reading.samples(rows)).hasSize(1);
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault).isEqualTo("photos.csv line 2: has 2 columns, and the header 3"),
                        fault -> assertThat(fault).contains("line 3: has no 'id'"),
                        fault -> assertThat(fault).contains("line 4: 'b' is missing"),
                        fault -> assertThat(fault).contains("line 5: '../a' leads out"),
                        fault -> assertThat(fault).contains("line 6: has the latitude 'one'"));
    }

    @Test
    void readsPositionsFromExif() throws Exception {
        Files.createDirectories(folder.resolve("b/c"));
        Files.write(folder.resolve("b/c/south.jpg"), Pictures.jpegAt(33, 30, 'S', 151, 'E'));
        Files.write(folder.resolve("a.JPG"), Pictures.jpegAt(0, 0, 'N', 0, 'E'));
        Pictures.write(folder, "plain.jpg");
        Files.writeString(folder.resolve("readme.txt"), "no photo");
        Files.writeString(folder.resolve("text.jpg"), "no photo either");

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        List<Row.Sample> samples = Reading.samples(rows);
        assertThat(samples).extracting(Row.Sample::id).containsExactly("a.JPG", "b/c/south.jpg", "plain.jpg");
        assertThat(samples.get(0).place()).isNull();
        assertThat(samples.get(2).place()).isNull();
        Position south = Objects.requireNonNull(
                Objects.requireNonNull(samples.get(1).place()).position());
        assertThat(south.latitude()).isCloseTo(-33.5, within(1e-9));
        assertThat(south.longitude()).isCloseTo(151, within(1e-9));
        assertThat(Reading.faults(rows))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("text.jpg: is not a picture"));
    }

    @Test
    void aTableOfOtherThingsIsNone() throws Exception {
        Reading.write(folder.resolve("notes.csv"), "a,b", "1,2");
        assertThat(reader.recognises(folder)).isFalse();
        assertThatThrownBy(() -> reader.open(folder.resolve("notes.csv")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("needs the columns");
    }
}

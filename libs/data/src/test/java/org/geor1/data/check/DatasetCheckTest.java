package org.geor1.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Pictures;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: which samples no training could use, what is counted, and what a dataset's hash depends on. */
class DatasetCheckTest {

    @TempDir
    Path folder;

    private final List<Row> rows = new ArrayList<>();

    private void sample(String id, @Nullable Place place, String... pictures) throws FaultException {
        Row.Sample.Builder sample = Row.Sample.builder(Origin.line("data", rows.size() + 1), id)
                .place(place)
                .split("train");
        for (String picture : pictures) {
            sample.image(picture, ImageRole.PHOTO);
        }
        rows.add(sample.build());
    }

    private DatasetReport check(Path root) throws Exception {
        DatasetReader given = new DatasetReader() {
            @Override
            public String name() {
                return "given";
            }

            @Override
            public boolean recognises(Path dataset) {
                return true;
            }

            @Override
            public Rows open(Path dataset) {
                var left = rows.iterator();
                return new Rows() {
                    @Override
                    protected @Nullable Row advance() {
                        return left.hasNext() ? left.next() : null;
                    }
                };
            }
        };
        try (DatasetCheck check = DatasetCheck.open(given, root)) {
            Reading.all(check);
            return check.report();
        }
    }

    private static Place at(double latitude, double longitude) {
        return Place.at(new Position(latitude, longitude));
    }

    @Test
    void findsWhatNoTrainingCouldUse() throws Exception {
        Files.write(folder.resolve("good.jpg"), Pictures.jpeg(40, 30, 1));
        Files.createFile(folder.resolve("empty.jpg"));
        byte[] whole = Pictures.jpeg(40, 30, 1);
        Files.write(folder.resolve("half.jpg"), Arrays.copyOf(whole, whole.length - 40));
        Files.writeString(folder.resolve("page.jpg"), "<html><body>Not found</body></html>");
        Files.write(folder.resolve("tiny.png"), Pictures.png(3, 3, 1));
        sample("a", at(90, 180), "good.jpg");
        sample("b", at(Double.NaN, 2), "good.jpg");
        sample("c", at(91, 100), "good.jpg");
        sample("d", at(3, 181), "good.jpg");
        sample("e", at(151.2, -33.9), "good.jpg");
        sample("f", null, "nowhere.jpg");
        sample("g", null, "empty.jpg");
        sample("h", null, "half.jpg");
        sample("i", null, "page.jpg");
        sample("j", null, "tiny.png");
        sample("k", null, "../outside.jpg");
        sample("a", null, "good.jpg");
        sample(" ", null, "good.jpg");
        sample("l", at(Double.POSITIVE_INFINITY, 2), "good.jpg");
        sample("b", at(1, 2), "good.jpg");

        DatasetReport report = check(folder);

        assertThat(report.rows()).isEqualTo(15);
        assertThat(report.samples()).isEqualTo(2);
        assertThat(report.faults()).isEqualTo(13);
        assertThat(report.listed().stream().map(Row.Fault::toString))
                .satisfiesExactly(
                        fault -> assertThat(fault).isEqualTo("data line 2: latitude NaN, longitude 2.0 is no position"),
                        fault -> assertThat(fault).isEqualTo("data line 3: latitude 91.0 is not between -90 and 90"),
                        fault ->
                                assertThat(fault).isEqualTo("data line 4: longitude 181.0 is not between -180 and 180"),
                        fault -> assertThat(fault).contains("line 5", "151.2", "probably swapped"),
                        fault -> assertThat(fault).contains("line 6", "'nowhere.jpg' is missing"),
                        fault -> assertThat(fault).contains("line 7", "'empty.jpg' has 0 bytes"),
                        fault -> assertThat(fault).contains("line 8", "'half.jpg' is a JPEG file that is cut off"),
                        fault -> assertThat(fault).contains("line 9", "'page.jpg' is an HTML page"),
                        fault -> assertThat(fault).contains("line 10", "'tiny.png' is 3 × 3 pixels"),
                        fault -> assertThat(fault).contains("line 11", "leads out"),
                        fault -> assertThat(fault).contains("line 12", "has the id 'a', as a row before it"),
                        fault -> assertThat(fault).contains("line 13", "has an id of 1 characters"),
                        fault -> assertThat(fault).contains("line 14", "Infinity"));
    }

    @Test
    void findsSwappedPositionsThatAreInRange() throws Exception {
        for (int index = 0; index < 3; index++) {
            sample("l" + index, new Place(new Position(51.5 + index / 100.0, -0.1), "London", "GB"));
        }
        sample("swapped", new Place(new Position(-0.1, 51.5), "London", "GB"));
        sample("namesake", new Place(new Position(42.98, -81.25), "London", "CA"));
        sample("elsewhere", new Place(new Position(-0.1, 51.5), "Nowhere", null));

        DatasetReport report = check(folder);

        assertThat(report.listed())
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.toString()).contains("line 4", "far from the rest of London", "swapped"));
        assertThat(report.cities()).isEqualTo(Map.of("London", 4L, "Nowhere", 1L));
        assertThat(report.countries()).isEqualTo(Map.of("GB", 3L, "CA", 1L));
        assertThat(report.splits()).isEqualTo(Map.of("train", 5L));
        assertThat(report.withPosition()).isEqualTo(5);
    }

    @Test
    void countsPictures() throws Exception {
        byte[] small = Pictures.png(4, 9, 1);
        byte[] large = Pictures.jpeg(40, 30, 2);
        Files.write(folder.resolve("small.png"), small);
        Files.write(folder.resolve("large.jpg"), large);
        sample("a", null, "small.png", "large.jpg");

        assertThat(check(folder).images())
                .isEqualTo(new DatasetReport.Images(2, small.length + large.length, 4, 40, 9, 30));
        rows.clear();
        assertThat(check(folder).images()).isEqualTo(new DatasetReport.Images(0, 0, 0, 0, 0, 0));
    }

    @Test
    void theHashFollowsFromSamplesAndBytesOfPicturesAlone() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.write(folder.resolve("a.png"), Pictures.png(4, 4, 1));
        Files.write(other.resolve("renamed.png"), Pictures.png(4, 4, 1));
        sample("a", at(1, 2), "a.png");
        String hash = check(folder).sha256();
        rows.clear();
        sample("a", at(1, 2), "renamed.png");
        assertThat(check(other).sha256()).isEqualTo(hash).hasSize(64);

        Files.write(other.resolve("renamed.png"), Pictures.png(4, 4, 2));
        assertThat(check(other).sha256()).isNotEqualTo(hash);
        rows.clear();
        sample("a", at(1, 3), "a.png");
        assertThat(check(folder).sha256()).isNotEqualTo(hash);
    }

    @Test
    void aMillionIdsAreToldApartInLittleMemory() {
        IdSet ids = new IdSet();
        for (int id = 0; id < 1_000_000; id++) {
            if (!ids.add("id " + id)) {
                throw new AssertionError("id " + id + " is new");
            }
        }
        for (int id = 0; id < 1_000_000; id += 997) {
            assertThat(ids.add("id " + id)).isFalse();
        }
    }
}

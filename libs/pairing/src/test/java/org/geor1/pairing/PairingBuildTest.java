package org.geor1.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.geor1.data.Row;
import org.geor1.data.chat.VlmR1Reader;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.leak.Leak;
import org.geor1.pairing.place.Picture;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.question.TooFewPlaces;
import org.geor1.pairing.split.SplitShares;
import org.geor1.pairing.write.PromptTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: places whose files say nothing pass for many seeds, also where files, density and distance hang together; what is
 * planted is found; splits get questions in proportion to their places; and what is written can be read as VLM-R1's form.
 */
class PairingBuildTest {

    @TempDir
    Path directory;

    private static PairingSettings settings(
            Confusers confusers, double separation, int questions, long seed, SplitShares shares) {
        return new PairingSettings(
                PairingRules.of(4, confusers, separation, 4),
                questions,
                seed,
                shares,
                500,
                false,
                PromptTemplate.standard(),
                null);
    }

    private PairingReport built(List<PlaceRow> rows, PairingSettings settings) throws IOException {
        PairingBuild build = new PairingBuild(Made.table(rows), settings);
        assertThat(build.isSound()).isTrue();
        build.write(Files.createTempDirectory(directory, "out"), () -> {});
        return build.report();
    }

    private static Picture sized(Picture picture, int bytes) {
        return new Picture(
                picture.sha256(),
                picture.look(),
                bytes,
                picture.width(),
                picture.height(),
                picture.encoding(),
                picture.metadata(),
                picture.metadataValues());
    }

    /** All in one split, with tiles of any size. */
    private static List<PlaceRow> clean(long seed) {
        SeedStream random = SeedStream.of(seed, 1);
        return Made.cities(4, 60, seed).stream()
                .map(row -> new PlaceRow(
                        row.id(),
                        row.point(),
                        row.city(),
                        row.country(),
                        Split.NONE,
                        sized(row.tile(), 1000 + random.nextInt(100_000)),
                        row.panorama()))
                .toList();
    }

    @Test
    void cleanPlacesPassForManySeeds() throws IOException {
        for (long seed = 0; seed < 24; seed++) {
            Confusers confusers = seed % 2 == 0 ? Confusers.SAME_CITY : Confusers.GLOBAL;
            PairingReport report = built(clean(seed), settings(confusers, 200, 800, seed, null));
            assertThat(report.leaks()).as("seed %d", seed).isEmpty();
            assertThat(report.tests()).extracting("way").contains("most bytes", "first file name");
        }
    }

    /** Places of a dense centre exclude each other, so each is seldom a confuser; its tiles show more, so they are larger. */
    @Test
    void aDenseCentreWithLargerTilesTellsNothing() throws IOException {
        for (long seed = 0; seed < 4; seed++) {
            SeedStream random = SeedStream.of(seed);
            List<PlaceRow> rows = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                boolean centre = i % 2 == 0;
                double wide = centre ? 0.005 : 0.1;
                PlaceRow row = Made.place(
                        "p" + i, 50 + random.between(-wide, wide), 8 + random.between(-wide, wide), Split.NONE, i);
                Picture tile = sized(row.tile(), (centre ? 100_000 : 10_000) + random.nextInt(5000));
                rows.add(new PlaceRow(
                        row.id(), row.point(), row.city(), row.country(), row.split(), tile, row.panorama()));
            }
            assertThat(built(rows, settings(Confusers.SAME_CITY, 400, 2000, seed, null))
                            .leaks())
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void tilesOfAnotherSourceThatOnlyConfuseAreFound() throws IOException {
        List<PlaceRow> rows = clean(3).stream()
                .map(row -> row.panorama() != null
                        ? row
                        : new PlaceRow(
                                row.id(),
                                row.point(),
                                row.city(),
                                row.country(),
                                row.split(),
                                sized(row.tile(), 200_000),
                                null))
                .toList();
        assertThat(built(rows, settings(Confusers.SAME_CITY, 200, 1500, 0, null))
                        .leaks())
                .extracting(Leak::kind)
                .contains("files tell the answer: most bytes");
    }

    @Test
    void splitsWithLeaksGetNoQuestions() {
        List<PlaceRow> rows = new ArrayList<>(clean(1));
        PlaceRow first = rows.get(0);
        rows.add(new PlaceRow(
                "again", new GeoPoint(80, 80), "Alert", "CA", Split.TEST, first.tile(), Made.picture(1L << 50)));
        PairingBuild build = new PairingBuild(Made.table(rows), settings(Confusers.SAME_CITY, 200, 100, 0, null));
        assertThat(build.isSound()).isFalse();
        assertThat(build.report().leaks())
                .singleElement()
                .satisfies(leak ->
                        assertThat(leak.line()).contains("same tile in two splits", first.id(), "again (test)"));
    }

    @Test
    void questionsAreSharedByPlacesAndCanBeRead() throws IOException {
        List<PlaceRow> rows = Made.cities(6, 200, 8);
        PairingSettings settings = settings(Confusers.SAME_CITY, 100, 999, 4, new SplitShares(0.6, 0.2, 0.2));
        PairingBuild build = new PairingBuild(Made.table(rows), settings);
        build.write(directory, () -> {});
        PairingReport report = build.report();
        assertThat(report.splits()).containsOnlyKeys("train", "dev", "test");
        long places = report.splits().values().stream()
                .mapToLong(PairingReport.SplitCount::places)
                .sum();
        assertThat(report.splits().values().stream()
                        .mapToLong(PairingReport.SplitCount::questions)
                        .sum())
                .isEqualTo(999);
        report.splits()
                .forEach((name, split) -> assertThat((double) split.questions())
                        .as(name)
                        .isBetween(999.0 * split.places() / places - 1, 999.0 * split.places() / places + 1));
        assertThat(report.between()).isPositive();
        PlaceTable table = build.table();
        try (var lines = new VlmR1Reader().open(directory)) {
            int read = 0;
            while (lines.hasNext()) {
                Row row = lines.next();
                assertThat(row).isInstanceOf(Row.Sample.class);
                Row.Sample sample = (Row.Sample) row;
                assertThat(sample.images()).hasSize(5);
                assertThat(sample.truth()).matches("[A-D]");
                assertThat(sample.id()).startsWith(sample.split() + "-");
                assertThat(sample.metadata()).containsEntry("confusers", "same-city");
                read++;
            }
            assertThat(read).isEqualTo(999);
        }
        assertThat(IntStream.range(0, table.size())
                        .filter(place -> build.tiles().get(place)))
                .allMatch(place -> table.split(place) != Split.BETWEEN);
    }

    @Test
    void withoutPanoramasThereIsNothingToAsk() {
        List<PlaceRow> rows = clean(0).stream()
                .map(row ->
                        new PlaceRow(row.id(), row.point(), row.city(), row.country(), row.split(), row.tile(), null))
                .toList();
        assertThatThrownBy(() -> new PairingBuild(Made.table(rows), settings(Confusers.SAME_CITY, 200, 100, 0, null)))
                .isInstanceOf(TooFewPlaces.class)
                .hasMessageContaining("no place has a panorama");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> settings(Confusers.SAME_CITY, 0, 0, 0, null)).hasMessageContaining("questions");
        assertThatThrownBy(() -> settings(Confusers.HARD, 0, 1, 0, null)).hasMessageContaining("feature vectors");
    }
}

package org.geor1.pairing.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.geor1.geo.seed.SeedStream;
import org.junit.jupiter.api.Test;

/**
 * Contract: files that are alike whatever the answer pass for many seeds, although they differ in everything; each way in which
 * a true tile's file may differ is found and named, whether it does so always or only more often than by chance.
 */
class AnswerLeaksTest {

    private static final int K = 4;

    /** A file that says nothing. */
    private static Shown shown(SeedStream random) {
        boolean png = random.chance(0.3);
        int edge = 64 + 64 * random.nextInt(3);
        boolean tagged = random.chance(0.2);
        return new Shown(
                "%016x.%s".formatted(random.nextLong(), png ? "png" : "jpg"),
                1000 + random.nextInt(5000),
                edge,
                edge,
                png ? "PNG" : "JPEG",
                tagged ? "Exif IFD0" : "",
                tagged ? List.of((long) random.nextInt(30), 100L + random.nextInt(30)) : List.of());
    }

    private static Shown named(Shown shown, String name) {
        return new Shown(
                name,
                shown.bytes(),
                shown.width(),
                shown.height(),
                shown.encoding(),
                shown.metadata(),
                shown.metadataValues());
    }

    /** @param plant changes the true tile, given the panorama, in the given share of questions */
    private static List<Leak> leaks(
            long seed,
            int k,
            int questions,
            double share,
            BiFunction<Shown, Shown, Shown> plant,
            UnaryOperator<Shown> others) {
        SeedStream random = SeedStream.of(seed);
        AnswerLeaks leaks = new AnswerLeaks(k);
        for (int i = 0; i < questions; i++) {
            Shown panorama = shown(random);
            int truth = random.nextInt(k);
            List<Shown> tiles = new ArrayList<>();
            for (int j = 0; j < k; j++) {
                Shown tile = others.apply(shown(random));
                tiles.add(j == truth && random.chance(share) ? plant.apply(panorama, tile) : tile);
            }
            leaks.add(panorama, tiles, truth);
        }
        return leaks.leaks();
    }

    private static List<Leak> leaks(double share, BiFunction<Shown, Shown, Shown> plant) {
        return leaks(1, K, 2000, share, plant, UnaryOperator.identity());
    }

    private static void found(List<Leak> leaks, String way) {
        assertThat(leaks).extracting(Leak::kind).contains("files tell the answer: " + way);
        assertThat(leaks).allSatisfy(leak -> {
            assertThat(leak.examples().get(0)).contains("right in").contains("by chance");
            assertThat(leak.remedy()).contains("Encode all tiles the same way");
        });
    }

    @Test
    void filesThatSayNothingPass() {
        for (long seed = 0; seed < 60; seed++) {
            int k = 2 + (int) (seed % 9);
            assertThat(leaks(seed, k, 1000, 0, (panorama, tile) -> tile, UnaryOperator.identity()))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void sizesInBytesAreFound() {
        found(leaks(0.3, (panorama, tile) -> sized(tile, 9000, 64, 64)), "most bytes");
        found(leaks(0.3, (panorama, tile) -> sized(tile, 10, 64, 64)), "fewest bytes");
    }

    private static Shown sized(Shown tile, int bytes, int width, int height) {
        return new Shown(tile.name(), bytes, width, height, tile.encoding(), tile.metadata(), tile.metadataValues());
    }

    @Test
    void sizesInPixelsAreFound() {
        found(leaks(0.3, (panorama, tile) -> sized(tile, tile.bytes(), 400, 400)), "most pixels");
        found(leaks(0.3, (panorama, tile) -> sized(tile, tile.bytes(), 32, 32)), "fewest pixels");
        found(leaks(0.3, (panorama, tile) -> sized(tile, tile.bytes(), 66, 64)), "only one with size 66 × 64");
    }

    @Test
    void encodingsAreFoundEvenAmongTwo() {
        BiFunction<Shown, Shown, Shown> progressive = (panorama, tile) ->
                new Shown(tile.name(), tile.bytes(), tile.width(), tile.height(), "JPEG, Progressive", "", List.of());
        found(leaks(0.3, progressive), "only one with encoding JPEG, Progressive");
        found(
                leaks(2, 2, 2000, 0.3, progressive, UnaryOperator.identity()),
                "only one with encoding JPEG, Progressive");
    }

    @Test
    void aConfuserThatStandsOutIsFoundToo() {
        // One that the truth never is.
        UnaryOperator<Shown> gif = tile -> tile.bytes() % 3 == 0
                ? new Shown(tile.name(), tile.bytes(), tile.width(), tile.height(), "GIF", "", tile.metadataValues())
                : tile;
        BiFunction<Shown, Shown, Shown> png = (panorama, tile) ->
                new Shown(tile.name(), tile.bytes(), tile.width(), tile.height(), "PNG", "", tile.metadataValues());
        found(leaks(3, K, 2000, 1, png, gif), "only one with encoding GIF");
    }

    @Test
    void metadataIsFound() {
        BiFunction<Shown, Shown, Shown> gps = (panorama, tile) -> new Shown(
                tile.name(), tile.bytes(), tile.width(), tile.height(), tile.encoding(), "GPS", List.of(1L, 2L, 3L));
        found(leaks(0.3, gps), "only one with metadata GPS");
        found(leaks(0.3, gps), "most metadata");
        BiFunction<Shown, Shown, Shown> sameEntry = (panorama, tile) -> new Shown(
                tile.name(),
                tile.bytes(),
                tile.width(),
                tile.height(),
                tile.encoding(),
                tile.metadata(),
                panorama.metadataValues());
        found(leaks(1, sameEntry), "metadata shares most entries with the panorama's");
    }

    @Test
    void namesAreFound() {
        found(leaks(0.3, (panorama, tile) -> named(tile, "x.jpg")), "shortest file name");
        found(leaks(0.3, (panorama, tile) -> named(tile, "x".repeat(40) + ".jpg")), "longest file name");
        found(leaks(0.3, (panorama, tile) -> named(tile, "~.jpg")), "last file name");
        found(leaks(0.3, (panorama, tile) -> named(tile, "!.jpg")), "first file name");
        found(
                leaks(
                        0.3,
                        (panorama, tile) -> named(tile, "sat_" + panorama.name().substring(0, 16) + ".png")),
                "file name shares most parts with the panorama's");
    }

    /** Few places, many questions: a name that a panorama shares with another place's tile by chance is no leak. */
    @Test
    void chanceThatRepeatsItselfIsNotTakenForManyLeaks() {
        SeedStream random = SeedStream.of(8);
        List<Shown> panoramas = new ArrayList<>();
        List<Shown> tiles = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            panoramas.add(named(shown(random), i < 10 ? "abcd-" + (char) ('k' + i) + ".jpg" : "p" + i + ".jpg"));
            tiles.add(named(shown(random), i == 11 ? "abcd.jpg" : "t" + i + ".jpg"));
        }
        AnswerLeaks leaks = new AnswerLeaks(K);
        for (int i = 0; i < 3000; i++) {
            int[] places = random.permutation(12);
            int truth = random.nextInt(K);
            leaks.add(
                    panoramas.get(places[truth]),
                    IntStream.range(0, K).mapToObj(j -> tiles.get(places[j])).toList(),
                    truth);
        }
        assertThat(leaks.leaks()).isEmpty();
        assertThat(leaks.tests())
                .filteredOn(test -> test.way().startsWith("file name shares"))
                .allSatisfy(test -> assertThat(test.questions()).isLessThanOrEqualTo(12));
    }

    @Test
    void aLeakInFewQuestionsIsFoundAmongMany() {
        assertThat(leaks(5, K, 20_000, 0.005, (panorama, tile) -> sized(tile, 50, 70, 70), UnaryOperator.identity()))
                .extracting(Leak::kind)
                .contains("files tell the answer: only one with size 70 × 70");
    }
}

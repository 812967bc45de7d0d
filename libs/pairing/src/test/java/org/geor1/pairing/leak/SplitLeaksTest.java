package org.geor1.pairing.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.Made;
import org.geor1.pairing.near.NearLooks;
import org.geor1.pairing.place.Look;
import org.geor1.pairing.place.Picture;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: whatever two splits have in common is found and named with its ids; what one split has twice is not a leak. */
class SplitLeaksTest {

    private static final int BITS = 6;

    private final List<PlaceRow> rows = new ArrayList<>();

    /** Places a kilometre apart, every third a test. */
    @BeforeEach
    void cleanPlaces() {
        for (int i = 0; i < 300; i++) {
            rows.add(Made.place("p%03d".formatted(i), i * 0.01, 0, i % 3 == 0 ? Split.TEST : Split.TRAIN, i));
        }
    }

    private List<Leak> leaks() {
        return SplitLeaks.find(Made.table(rows), 200, BITS);
    }

    private static PlaceRow with(PlaceRow row, Picture tile, Picture panorama) {
        return new PlaceRow(row.id(), row.point(), row.city(), row.country(), row.split(), tile, panorama);
    }

    @Test
    void cleanPlacesHaveNone() {
        assertThat(leaks()).isEmpty();
        for (long seed = 0; seed < 20; seed++) {
            PlaceTable table = Made.table(Made.cities(4, 30, seed));
            Split[] oneSplit = new Split[table.size()];
            Arrays.fill(oneSplit, Split.TRAIN);
            assertThat(SplitLeaks.find(table.withSplits(oneSplit), 500, BITS)).isEmpty();
        }
    }

    @Test
    void anIdInTwoSplitsIsFound() {
        rows.add(Made.place("p003", 50, 50, Split.TRAIN, 5000));
        assertThat(leaks()).singleElement().satisfies(leak -> {
            assertThat(leak.kind()).isEqualTo("same place id in two splits");
            assertThat(leak.examples().get(0)).contains("p003 (test)", "p003 (train)");
            assertThat(leak.remedy()).isNotBlank();
        });
    }

    @Test
    void aPlaceNearOneOfAnotherSplitIsFound() {
        rows.add(Made.place("near", 0.0005, 0, Split.TRAIN, 5000));
        assertThat(leaks()).singleElement().satisfies(leak -> {
            assertThat(leak.kind()).contains("nearer than 200 m");
            assertThat(leak.examples()).containsExactly("near (train) and p000 (test), 55 m");
        });
    }

    @Test
    void aPictureInTwoSplitsIsFound() {
        rows.set(10, with(rows.get(10), rows.get(0).tile(), rows.get(10).panorama()));
        rows.set(20, with(rows.get(20), rows.get(20).tile(), rows.get(3).panorama()));
        assertThat(leaks())
                .extracting(Leak::kind)
                .containsExactly("same tile in two splits", "same panorama in two splits");
        assertThat(leaks().get(0).examples().get(0))
                .contains(
                        "p000 (test)",
                        "p010 (train)",
                        "sha256 " + rows.get(0).tile().sha256());
        assertThat(leaks().get(0).count()).isEqualTo(1);
    }

    @Test
    void picturesThatLookTheSameInTwoSplitsAreFound() {
        Picture near = Made.picture(7000, Made.changed(rows.get(6).tile().look(), 0b11_0000_0101L << 20));
        rows.set(40, with(rows.get(40), near, rows.get(40).panorama()));
        Picture equal = Made.picture(7001, rows.get(9).panorama().look());
        rows.set(50, with(rows.get(50), rows.get(50).tile(), equal));
        Picture far = Made.picture(7002, Made.changed(rows.get(12).tile().look(), 0x7F));
        rows.set(70, with(rows.get(70), far, rows.get(70).panorama()));
        assertThat(leaks())
                .extracting(Leak::kind)
                .containsExactly(
                        "tiles that look the same in two splits", "panoramas that look the same in two splits");
        assertThat(leaks().get(0).examples())
                .singleElement()
                .satisfies(example -> assertThat(example).contains("p006 (test)", "p040 (train)", "4 bits"));
        assertThat(leaks().get(1).examples())
                .singleElement()
                .satisfies(example -> assertThat(example).contains("p009 (test)", "p050 (train)", "0 bits"));
    }

    /** As street panoramas do: sky and road lie in the same places in all of them. */
    @Test
    void picturesOfTheSameLargeShapesAloneAreOthers() {
        Look one = rows.get(3).panorama().look();
        for (Look other : List.of(
                new Look(one.coarse(), one.across() ^ 0x1FF, one.down()),
                new Look(one.coarse(), one.across(), one.down() ^ 0x1FF))) {
            rows.set(50, with(rows.get(50), rows.get(50).tile(), Made.picture(7100, other)));
            assertThat(leaks()).isEmpty();
        }
        Look near = new Look(one.coarse(), one.across() ^ 0xFF, one.down() ^ 0xFF);
        rows.set(50, with(rows.get(50), rows.get(50).tile(), Made.picture(7100, near)));
        assertThat(leaks()).hasSize(1);
    }

    @Test
    void manyFilesThatLookTheSameAreAllFound() {
        for (int i = 0; i < 40; i++) {
            Look look = Made.changed(Made.look(-1), i % 2);
            rows.set(
                    i,
                    with(rows.get(i), Made.picture(9100 + i, look), rows.get(i).panorama()));
        }
        // 14 of them are tests.
        assertThat(leaks())
                .singleElement()
                .satisfies(leak -> assertThat(leak.count()).isEqualTo(14 * 26));
    }

    @Test
    void whatOneSplitHasTwiceIsNoLeak() {
        rows.set(2, with(rows.get(2), rows.get(1).tile(), rows.get(4).panorama()));
        rows.set(
                5,
                with(
                        rows.get(5),
                        Made.picture(8000, Made.changed(rows.get(7).tile().look(), 1)),
                        rows.get(5).panorama()));
        rows.add(Made.place("near", 0.0101, 0, Split.TRAIN, 8001));
        assertThat(leaks()).isEmpty();
    }

    @Test
    void picturesThatShowNothingAreNotCompared() {
        rows.set(1, with(rows.get(1), Made.picture(9000, Look.NONE), rows.get(1).panorama()));
        rows.set(3, with(rows.get(3), Made.picture(9001, Look.NONE), rows.get(3).panorama()));
        assertThat(leaks()).isEmpty();
    }

    /** Against all pairs, where many are near. */
    @Test
    void theIndexFindsExactlyThePairsThatAreNear() {
        for (int bits = 0; bits <= NearLooks.MOST_BITS; bits++) {
            SeedStream random = SeedStream.of(bits);
            long[] looks = new long[400];
            for (int i = 0; i < looks.length; i++) {
                looks[i] = i % 4 == 0 ? random.nextLong() : looks[i - 1];
                for (int flip = random.nextInt(10); flip > 0; flip--) {
                    looks[i] ^= 1L << random.nextInt(64);
                }
            }
            TreeSet<String> found = new TreeSet<>();
            new NearLooks(looks, bits).pairs((one, other) -> {
                assertThat(found.add(one + " " + other)).isTrue();
                return true;
            });
            TreeSet<String> expected = new TreeSet<>();
            for (int one = 0; one < looks.length; one++) {
                for (int other = one + 1; other < looks.length; other++) {
                    if (Long.bitCount(looks[one] ^ looks[other]) <= bits) {
                        expected.add(one + " " + other);
                    }
                }
            }
            assertThat(found).isEqualTo(expected);
            assertThat(bits < 3 || expected.size() > 100).isTrue();
        }
    }
}

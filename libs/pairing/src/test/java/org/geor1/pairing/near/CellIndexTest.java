package org.geor1.pairing.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.Made;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.junit.jupiter.api.Test;

/** Contract: a disc holds every place within its radius, anywhere on the globe, and not many others. */
class CellIndexTest {

    @Test
    void aDiscHoldsAllThatAreNear() {
        SeedStream random = SeedStream.of(3);
        List<PlaceRow> rows = new ArrayList<>();
        double[][] middles = {{0, 0}, {52, 13}, {-17, 179.99}, {89.98, 40}, {-89.99, -120}, {45, 45}};
        for (int i = 0; i < 240; i++) {
            double[] middle = middles[i % middles.length];
            double latitude = Math.max(-90, Math.min(90, middle[0] + random.between(-0.05, 0.05)));
            double wide = Math.abs(latitude) > 80 ? 180 : 0.05;
            double longitude = middle[1] + random.between(-wide, wide);
            longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
            rows.add(Made.place("p" + i, latitude, longitude, Split.NONE, i));
        }
        PlaceTable table = Made.table(rows);
        CellIndex index = CellIndex.of(table, IntStream.range(0, table.size()).toArray());
        for (double metres : new double[] {0, 50, 700, 5000, 20_000_000}) {
            long extra = 0;
            for (int place = 0; place < table.size(); place++) {
                Set<Integer> held = new HashSet<>();
                index.around(place, metres).forEach(held::add);
                for (int other = 0; other < table.size(); other++) {
                    if (table.metres(place, other) <= metres) {
                        assertThat(held).contains(other);
                    } else {
                        extra += held.contains(other) ? 1 : 0;
                    }
                }
                assertThat(index.around(place, metres).size()).isEqualTo(held.size());
            }
            // Of 57,600 pairs.
            assertThat(extra).isLessThan(10_000);
        }
    }

    @Test
    void onlyMembersAreHeld() {
        PlaceTable table = Made.table(Made.cities(1, 20, 0));
        Ranges all = CellIndex.of(table, new int[] {3, 5, 7}).around(0, 1e7);
        assertThat(IntStream.range(0, all.size()).map(all::get)).containsExactlyInAnyOrder(3, 5, 7);
    }
}

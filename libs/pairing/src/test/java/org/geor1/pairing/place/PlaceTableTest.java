package org.geor1.pairing.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import org.geor1.data.FaultException;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.pairing.Made;
import org.junit.jupiter.api.Test;

/** Contract: a table gives back what entered it, in the order of ids, and takes little memory. */
class PlaceTableTest {

    @Test
    void rowsComeBackInTheOrderOfIds() {
        List<PlaceRow> rows = Made.cities(7, 41, 2);
        PlaceTable table = Made.table(Made.shuffled(rows, 1));
        List<PlaceRow> sorted =
                rows.stream().sorted(Comparator.comparing(PlaceRow::id)).toList();
        assertThat(table.size()).isEqualTo(rows.size());
        for (int i = 0; i < table.size(); i++) {
            PlaceRow row = sorted.get(i);
            assertThat(table.id(i)).isEqualTo(row.id());
            assertThat(table.find(row.id())).isEqualTo(i);
            assertThat(table.point(i)).isEqualTo(row.point());
            assertThat(table.cityName(i)).isEqualTo(row.city());
            assertThat(table.cityLabel(i)).isEqualTo(row.city() + ", " + row.country());
            assertThat(table.countryName(i)).isEqualTo(row.country());
            assertThat(table.split(i)).isEqualTo(row.split());
            same(table.tiles(), i, row.tile());
            assertThat(table.panoramas().has(i)).isEqualTo(row.panorama() != null);
            if (row.panorama() != null) {
                same(table.panoramas(), i, row.panorama());
            }
        }
        assertThat(table.find("p")).isNegative();
        assertThat(table.find("z")).isNegative();
    }

    private static void same(PictureColumns columns, int place, Picture picture) {
        assertThat(new Picture(
                        columns.sha256(place),
                        columns.look(place),
                        columns.bytes(place),
                        columns.width(place),
                        columns.height(place),
                        columns.encoding(place),
                        columns.metadata(place),
                        columns.metadataValues(place)))
                .isEqualTo(picture);
    }

    @Test
    void fileNamesAreHashesWithTheFormat() {
        PlaceTable table = Made.table(List.of(
                Made.place("a", 0, 0, Split.NONE, 1),
                new PlaceRow("b", new GeoPoint(1, 1), null, null, Split.NONE, jpeg(), null)));
        assertThat(table.tiles().fileName(0)).isEqualTo(table.tiles().sha256(0) + ".png");
        assertThat(table.tiles().fileName(1)).isEqualTo("ab".repeat(32) + ".jpg");
        assertThat(table.tiles().metadataValues(1)).containsExactly(4L, 5L);
        assertThat(table.cityName(1)).isNull();
        assertThat(table.city(1)).isEqualTo(PlaceTable.UNKNOWN);
    }

    private static Picture jpeg() {
        return new Picture("ab".repeat(32), Look.NONE, 10, 4, 4, "JPEG, Baseline", "GPS", List.of(4L, 5L));
    }

    @Test
    void aCityOfTheSameNameElsewhereIsAnother() {
        PlaceRow paris = Made.place("a", 48.9, 2.3, Split.NONE, 1);
        PlaceTable table = Made.table(List.of(
                new PlaceRow("a", paris.point(), "Paris", "FR", Split.NONE, paris.tile(), null),
                new PlaceRow("b", paris.point(), "Paris", "US", Split.NONE, paris.tile(), null),
                new PlaceRow("c", paris.point(), "Paris", "FR", Split.NONE, paris.tile(), null)));
        assertThat(table.city(0)).isEqualTo(table.city(2)).isNotEqualTo(table.city(1));
        assertThat(table.cityName(1)).isEqualTo("Paris");
    }

    @Test
    void aPlaceTakesAbout200Bytes() {
        PlaceTable table = Made.table(Made.cities(50, 400, 1));
        assertThat(table.memory() / table.size()).isBetween(150L, 220L);
    }

    @Test
    void splitsHaveTheNamesThatDatasetsUse() throws Exception {
        assertThat(List.of(
                        Split.named(null),
                        Split.named("train"),
                        Split.named("val"),
                        Split.named("validation"),
                        Split.named("dev"),
                        Split.named("test")))
                .containsExactly(Split.NONE, Split.TRAIN, Split.DEV, Split.DEV, Split.DEV, Split.TEST);
        assertThatThrownBy(() -> Split.named("../x"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("'../x'")
                .hasMessageContaining("train, dev");
    }
}

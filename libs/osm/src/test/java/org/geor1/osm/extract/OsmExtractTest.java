package org.geor1.osm.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geor1.osm.PbfBuilder;
import org.geor1.osm.Town;
import org.geor1.osm.map.Feature;
import org.geor1.osm.map.Feature.Area;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.OsmMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: what becomes of an extract, whole or cut off, and when it is refused. */
class OsmExtractTest {

    @TempDir
    Path directory;

    @Test
    void aTownIsReadWhole() throws IOException {
        OsmExtract.Result town = OsmExtract.read(Town.write(directory.resolve("town.osm.pbf")));
        assertThat(town.map().features()).filteredOn(Building.class::isInstance).hasSize(15);
        assertThat(town.map().features()).filteredOn(Street.class::isInstance).hasSize(5);
        assertThat(town.map().country()).isEqualTo("DE");
        assertThat(town.counts().features()).isEqualTo(town.map().features().size());
        assertThat(town.counts())
                .extracting(ReadCounts::missingNodes, ReadCounts::openLines)
                .containsExactly(0L, 0L);
    }

    @Test
    void aJunctionIsWhereThreeArmsMeet() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.way(new double[] {-100, 0, 0, 0, 100, 0}, "highway", "residential");
        // Two ways that share an end are one street.
        builder.way(new double[] {100, 0, 200, 0}, "highway", "residential");
        // A path makes no junction, a street that ends on another does.
        builder.way(new double[] {-100, 0, -100, 50, -100, 90}, "highway", "footway");
        builder.way(new double[] {200, 0, 200, 50}, "highway", "residential");
        builder.way(new double[] {0, 0, 0, 50}, "highway", "residential");
        OsmMap map = read(builder).map();
        assertThat(map.junctions()).isEqualTo(1);
        assertThat(map.junctionLongitude(0)).isEqualTo(PbfBuilder.longitude(0));
        assertThat(map.junctionLatitude(0)).isEqualTo(PbfBuilder.latitude(0));
    }

    @Test
    void nodesBeyondTheBorderAreCountedAndLeftOut() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        long west = builder.node(0, 0);
        long east = builder.node(50, 0);
        builder.wayOf(new long[] {west, 777, east, 778}, "highway", "residential");
        builder.wayOf(new long[] {west, 779}, "highway", "residential");
        builder.wayOf(new long[] {west, east, 780, 781, west}, "building", "yes");
        long[] endMissing = {782, west, east, builder.node(50, 50), builder.node(0, 50), 782};
        builder.wayOf(endMissing, "building", "yes");
        OsmExtract.Result result = read(builder);
        assertThat(result.map().features())
                .singleElement()
                .isInstanceOfSatisfying(
                        Street.class, street -> assertThat(street.line()).hasSize(4));
        assertThat(result.counts().missingNodes()).isEqualTo(7);
        assertThat(result.counts().brokenWays()).isEqualTo(3);
    }

    @Test
    void aMultipolygonIsJoinedOfItsPartsAndKeepsItsHole() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        long half = builder.way(new double[] {0, 0, 100, 0, 100, 100});
        long back = builder.way(new double[] {0, 0, 0, 100, 100, 100});
        long hole = builder.box(40, 40, 60, 60);
        builder.multipolygon(new long[] {half, back, hole}, "natural", "water");
        List<Feature> features = read(builder).map().features();
        assertThat(features).singleElement().isInstanceOfSatisfying(Area.class, area -> {
            assertThat(area.rings()).hasNumberOfRows(2);
            assertThat(area.rings()[0]).hasSize(8);
            assertThat(area.rings()[1]).hasSize(8);
        });
    }

    @Test
    void linesThatCloseNoRingAreCounted() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        long half = builder.way(new double[] {0, 0, 100, 0, 100, 100});
        builder.multipolygon(new long[] {half, 4444}, "natural", "water");
        OsmExtract.Result result = read(builder);
        assertThat(result.map().features()).isEmpty();
        assertThat(result.counts().openLines()).isEqualTo(1);
    }

    @Test
    void aRelationOfTooManyWaysIsLeftOut() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.node(0, 0);
        builder.multipolygon(new long[FirstPass.MAX_MEMBERS + 1], "natural", "water");
        assertThat(read(builder).counts().oversizeRelations()).isEqualTo(1);
    }

    @Test
    void aCountryIsToldOnlyIfNothingContradictsIt() throws IOException {
        PbfBuilder one = new PbfBuilder();
        one.node(0, 0, "addr:country", "FR");
        one.node(1, 0, "addr:country", "France");
        assertThat(read(one).map().country()).isEqualTo("FR");
        one.relation(
                new long[0],
                "boundary",
                "administrative",
                "admin_level",
                "2",
                "ISO3166-1:alpha2",
                "BE",
                "type",
                "boundary");
        assertThat(read(one).map().country()).isNull();
        assertThat(read(new PbfBuilder()).map().country()).isNull();
    }

    @Test
    void nodesHaveToBeSorted() {
        NodeTable table = new NodeTable(new MemoryBudget(1000));
        table.add(new long[] {-5, 3, 9}, new int[] {1, 2, 3, 4, 5, 6});
        assertThat(table.indexOf(9)).isEqualTo(2);
        assertThat(table.longitude(2)).isEqualTo(5);
        assertThat(table.latitude(0)).isEqualTo(2);
        assertThat(table.indexOf(4)).isEqualTo(-1);
        assertThatThrownBy(() -> table.add(new long[] {9}, new int[2]))
                .isInstanceOf(UnsuitableExtract.class)
                .hasMessageContaining("osmium sort");
    }

    @Test
    void aTableOfManyPiecesFindsEveryNode() {
        int count = 200_000;
        long[] ids = new long[count];
        int[] positions = new int[2 * count];
        for (int i = 0; i < count; i++) {
            ids[i] = 3L * i;
            positions[2 * i] = i;
        }
        NodeTable table = new NodeTable(new MemoryBudget(Long.MAX_VALUE));
        table.add(ids, positions);
        for (int i = 0; i < count; i += 7) {
            assertThat(table.indexOf(ids[i])).isEqualTo(i);
            assertThat(table.longitude(i)).isEqualTo(i);
            assertThat(table.indexOf(ids[i] + 1)).isEqualTo(-1);
        }
    }

    @Test
    void anExtractThatDoesNotFitSaysSo() throws IOException {
        Path file = Town.write(directory.resolve("town.osm.pbf"));
        assertThatThrownBy(() -> OsmExtract.read(file, new MemoryBudget(3000)))
                .isInstanceOf(UnsuitableExtract.class)
                .hasMessageContaining("GEOR1_HEAP");
    }

    private OsmExtract.Result read(PbfBuilder builder) throws IOException {
        return OsmExtract.read(builder.write(directory.resolve("extract.osm.pbf")));
    }
}

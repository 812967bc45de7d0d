package org.geor1.osm.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import org.geor1.osm.PbfBuilder;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.map.Ground;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.scene.Scene.Plant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: metres and bearings are those of the ellipsoid, and shapes are cut without being bent. */
class SceneBuilderTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(doubles = {0, 35, -50, 65})
    void metresAndBearingsAreThoseOfTheEllipsoid(double latitude) {
        LocalPlane plane = new LocalPlane(100_000_000, (int) (latitude * 1e7));
        for (int azimuth = 0; azimuth < 360; azimuth += 30) {
            GeodesicData there = Geodesic.WGS84.Direct(latitude, 10, azimuth, 300);
            double east = plane.east((int) Math.round(there.lon2 * 1e7));
            double north = plane.north((int) Math.round(there.lat2 * 1e7));
            assertThat(Math.hypot(east, north)).isCloseTo(300, within(0.1));
            double turn = LocalPlane.bearing(east, north) - azimuth;
            assertThat(Math.abs(turn - 360 * Math.rint(turn / 360))).isLessThan(0.02);
        }
    }

    @Test
    void aLargeAreaIsCutToTheSceneAndKeepsItsHole() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        long shore = builder.box(-5000, -5000, 5000, 5000);
        long island = builder.box(-20, -20, 20, 20);
        builder.multipolygon(new long[] {shore, island}, "natural", "water");
        Scene scene = scene(map(builder), 0, 0);
        double[][] rings = scene.patches().get(0).rings();
        assertThat(rings).hasNumberOfRows(2);
        for (double[] ring : rings) {
            for (double number : ring) {
                assertThat(Math.abs(number)).isLessThanOrEqualTo(120.01);
            }
        }
        assertThat(Polygons.contains(rings, 0, 0)).isFalse();
        assertThat(Polygons.contains(rings, 50, 0)).isTrue();
    }

    @Test
    void whatIsSmallerLiesOnTop() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.box(-20, -20, 20, 20, "leisure", "pitch");
        builder.box(-40, -40, 40, 40, "leisure", "park");
        builder.box(-60, -60, 60, 60, "landuse", "residential");
        assertThat(scene(map(builder), 0, 0).patches())
                .extracting(Scene.Patch::ground)
                .containsExactly(Ground.RESIDENTIAL, Ground.PARK, Ground.PITCH);
    }

    @Test
    void theTreesOfAWoodStandWhereTheyStandWhoeverLooks() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.box(-60, -60, 60, 60, "natural", "wood");
        OsmMap map = map(builder);
        List<Plant> here = scene(map, 0, 0).plants();
        List<Plant> there = scene(map, 30, 30).plants();
        assertThat(here).hasSizeBetween(120, 250);
        Plant mine = here.stream()
                .filter(plant -> Math.hypot(plant.x() - 20, plant.y() - 20) < 15)
                .findFirst()
                .orElseThrow();
        assertThat(there).anySatisfy(plant -> {
            assertThat(plant.x() + 30).isCloseTo(mine.x(), within(0.05));
            assertThat(plant.y() + 30).isCloseTo(mine.y(), within(0.05));
            assertThat(plant.height()).isEqualTo(mine.height());
        });
    }

    @Test
    void onlySmallConvexHousesGetASlopingRoofUnasked() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.box(10, 10, 22, 20, "building", "yes");
        builder.box(-50, 10, -10, 40, "building", "yes");
        builder.box(-50, -40, -10, -10, "building", "yes", "roof:shape", "hipped");
        assertThat(scene(map(builder), 0, 0).blocks())
                .extracting(Scene.Block::roofHeight)
                .satisfiesExactly(
                        small -> assertThat(small).isCloseTo(3.5, within(0.01)),
                        large -> assertThat(large).isZero(),
                        asked -> assertThat(asked).isEqualTo(5));
    }

    @Test
    void anInsetRingIsAsFarFromEveryEdge() {
        double[] ring = {0, 0, 20, 0, 20, 10, 0, 10};
        assertThat(Polygons.halfWidth(ring)).isCloseTo(5, within(1e-9));
        assertThat(Polygons.inset(ring, 2)).containsExactly(new double[] {2, 2, 18, 2, 18, 8, 2, 8}, within(1e-9));
        double[] turned = {0, 10, 20, 10, 20, 0, 0, 0};
        assertThat(Polygons.inset(turned, 2)).containsExactly(new double[] {2, 8, 18, 8, 18, 2, 2, 2}, within(1e-9));
        assertThat(Polygons.inset(new double[] {0, 0, 0, 0, 5, 5}, 1)).isNull();
    }

    private OsmMap map(PbfBuilder builder) throws IOException {
        return OsmExtract.read(builder.write(directory.resolve("extract.osm.pbf")))
                .map();
    }

    private static Scene scene(OsmMap map, double east, double north) {
        return SceneBuilder.build(map, PbfBuilder.longitude(east), PbfBuilder.latitude(north), 100);
    }
}

package org.geor1.osm.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.osm.PbfBuilder;
import org.geor1.osm.Town;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.SceneBuilder;
import org.geor1.osm.views.Viewpoint.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Contract: where views are taken follows from the seed, and facts say what the map says and no more. */
class ViewsTest {

    private static final double REACH = 80;

    @TempDir
    Path directory;

    @Test
    void viewpointsFollowFromTheSeedAndKeepTheirDistance() throws IOException {
        PbfBuilder builder = Town.builder();
        // Two streets side by side offer viewpoints that are too near each other.
        builder.way(new double[] {-190, 300, 190, 300}, "highway", "residential");
        builder.way(new double[] {-190, 312, 190, 312}, "highway", "residential");
        OsmMap town = map(builder);
        List<Viewpoint> chosen = ViewSampler.sample(town, 7, 1000);
        assertThat(ViewSampler.sample(town, 7, 1000)).isEqualTo(chosen);
        assertThat(ViewSampler.sample(town, 8, 1000)).isNotEqualTo(chosen);
        assertThat(ViewSampler.sample(town, 7, 6)).isEqualTo(chosen.subList(0, 6));
        assertThat(chosen).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        assertThat(chosen.subList(0, 6)).extracting(Viewpoint::kind).contains(Kind.JUNCTION, Kind.STRETCH);
        for (int i = 0; i < chosen.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(point(chosen.get(i)).distanceMetres(point(chosen.get(j))))
                        .isGreaterThanOrEqualTo(24.99);
            }
        }
    }

    @Test
    void nobodyLooksFromInsideABuilding() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.way(new double[] {-100, 0, 100, 0}, "highway", "residential");
        builder.box(-110, -20, 10, 20, "building", "yes");
        assertThat(ViewSampler.sample(map(builder), 1, 100))
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.longitude()).isGreaterThan(PbfBuilder.longitude(10)));
    }

    @Test
    void noViewIsTakenFromAPathOrAMotorway() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.way(new double[] {-100, 0, 100, 0}, "highway", "footway");
        builder.way(new double[] {-100, 90, 100, 90}, "highway", "motorway");
        assertThat(ViewSampler.sample(map(builder), 1, 100)).isEmpty();
    }

    @Test
    void factsOfAJunction() throws IOException {
        JsonNode facts = facts(Town.builder(), 0, 0, "GB");
        assertThat(facts.path("kind").asString()).isEqualTo("junction");
        assertThat(facts.path("country").asString()).isEqualTo("GB");
        assertThat(facts.path("driving_side").asString()).isEqualTo("left");
        assertThat(facts.path("streets").findValuesAsString("bearing"))
                .containsExactly("0.0", "90.0", "180.0", "270.0");
        assertThat(facts.path("streets").findValuesAsString("class"))
                .containsExactly("residential", "secondary", "residential", "secondary");
        assertThat(facts.path("streets").get(1).path("name").asString()).isEqualTo("Long Street");
        JsonNode buildings = facts.path("buildings");
        assertThat(buildings.path("levels").path("2").asInt()).isEqualTo(4);
        assertThat(buildings.path("levels").path("5").asInt()).isEqualTo(1);
        assertThat(buildings.path("levels_unknown").asInt()).isEqualTo(5);
        assertThat(buildings.path("tallest").path("height").asDouble()).isEqualTo(48);
        assertThat(buildings.path("tallest").path("bearing").asDouble()).isEqualTo(11.3);
        assertThat(buildings.path("tallest").path("distance").asDouble()).isEqualTo(61.2);
        assertThat(cue(facts, "park").path("distance").asDouble()).isEqualTo(67.5);
        assertThat(cue(facts, "rail").isMissingNode()).isTrue();
    }

    @Test
    void withoutACountryThereIsNoDrivingSide() throws IOException {
        JsonNode facts = facts(Town.builder(), 0, 0, null);
        assertThat(facts.has("country")).isFalse();
        assertThat(facts.has("driving_side")).isFalse();
        assertThat(facts(Town.builder(), 0, 0, "DE").path("driving_side").asString())
                .isEqualTo("right");
    }

    @Test
    void aCueBehindABuildingIsNotVisible() throws IOException {
        PbfBuilder open = new PbfBuilder();
        open.box(40, -10, 60, 10, "leisure", "park");
        JsonNode seen = cue(facts(open, 0, 0, null), "park");
        assertThat(seen.path("bearing").asDouble()).isEqualTo(90);
        assertThat(seen.path("distance").asDouble()).isEqualTo(40);
        assertThat(seen.path("visible").asBoolean()).isTrue();
        open.box(20, -15, 25, 15, "building", "yes");
        assertThat(cue(facts(open, 0, 0, null), "park").path("visible").asBoolean())
                .isFalse();
    }

    @Test
    void aTowerIsSeenOverALowBuildingAndNotOverAHighOne() throws IOException {
        PbfBuilder low = new PbfBuilder();
        low.box(50, -5, 60, 5, "building", "yes", "height", "60");
        low.box(20, -15, 25, 15, "building", "yes", "height", "6");
        JsonNode tallest = facts(low, 0, 0, null).path("buildings").path("tallest");
        assertThat(tallest.path("visible").asBoolean()).isTrue();
        low.box(30, -15, 35, 15, "building", "yes", "height", "59");
        tallest = facts(low, 0, 0, null).path("buildings").path("tallest");
        assertThat(tallest.path("height").asDouble()).isEqualTo(60);
        assertThat(tallest.path("visible").asBoolean()).isFalse();
    }

    @Test
    void aHeightThatNobodyMeasuredIsNoFact() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.box(20, -15, 25, 15, "building", "cathedral");
        JsonNode buildings = facts(builder, 0, 0, null).path("buildings");
        assertThat(buildings.path("count").asInt()).isEqualTo(1);
        assertThat(buildings.has("tallest")).isFalse();
    }

    @Test
    void whoStandsInAParkHasNoBearingToIt() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.box(-10, -10, 60, 10, "leisure", "park");
        JsonNode cue = cue(facts(builder, 0, 0, null), "park");
        assertThat(cue.path("distance").asDouble()).isZero();
        assertThat(cue.has("bearing")).isFalse();
    }

    private JsonNode facts(PbfBuilder builder, double east, double north, String country) throws IOException {
        Viewpoint viewpoint = new Viewpoint(Kind.JUNCTION, PbfBuilder.longitude(east), PbfBuilder.latitude(north));
        Scene scene = SceneBuilder.build(map(builder), viewpoint.longitude(), viewpoint.latitude(), 300);
        return ViewFacts.of(scene, REACH, viewpoint, country);
    }

    private static JsonNode cue(JsonNode facts, String kind) {
        for (JsonNode cue : facts.path("cues")) {
            if (cue.path("kind").asString().equals(kind)) {
                return cue;
            }
        }
        return facts.path("none");
    }

    private static GeoPoint point(Viewpoint viewpoint) {
        return new GeoPoint(viewpoint.latitude() * 1e-7, viewpoint.longitude() * 1e-7);
    }

    private OsmMap map(PbfBuilder builder) throws IOException {
        return OsmExtract.read(builder.write(directory.resolve("extract.osm.pbf")))
                .map();
    }
}

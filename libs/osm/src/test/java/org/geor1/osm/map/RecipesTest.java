package org.geor1.osm.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.geor1.osm.map.BuildingForm.RoofPitch;
import org.geor1.osm.map.Feature.Area;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Line;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.Feature.Tree;
import org.geor1.osm.pbf.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: which tags make which feature, and how values that people write are read. */
class RecipesTest {

    private static final int[][] NO_RINGS = {};
    private static final int[] NO_LINE = {};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"12|12", "12 m|12", "12.5m|12.5", "40 ft|12.192", "40'|12.192", "5'6\"|1.6764", "6 ft 6 in|1.9812"
            })
    void aHeightIsReadInItsUnit(String written, double metres) {
        assertThat(form("building", "yes", "height", written).height()).isCloseTo(metres, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tall", "-3", "0", "99999", "12 yd", "1e3", "12;14", "NaN", "5 m 6 in"})
    void aHeightThatIsNoneCountsAsMissing(String written) {
        BuildingForm form = form("building", "yes", "height", written, "building:levels", "3");
        assertThat(form.heightTagged()).isFalse();
        assertThat(form.height()).isCloseTo(9.6, within(1e-9));
        assertThat(form.levels()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"#aabbcc,aabbcc", "#abc,aabbcc", "AABBCC,aabbcc", "dark_grey,6a6a6a", "Light Blue,adc8dc"})
    void aColourIsANameOrHex(String written, String rgb) {
        assertThat(form("building", "yes", "building:colour", written).wall()).isEqualTo(Integer.parseInt(rgb, 16));
        assertThat(form("building", "yes", "roof:colour", written).roof()).isEqualTo(Integer.parseInt(rgb, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#abcd", "nice", "#ggg", ""})
    void aColourThatIsNoneCountsAsMissing(String written) {
        assertThat(form("building", "yes", "building:colour", written).wall()).isEqualTo(-1);
    }

    @Test
    void levelsCountOnlyWhereTheyAreTagged() {
        assertThat(form("building", "apartments").levels()).isZero();
        assertThat(form("building", "apartments", "building:levels", "4.5").levels())
                .isEqualTo(4);
        assertThat(form("building", "apartments", "building:levels", "5000").levels())
                .isZero();
    }

    @Test
    void roofsSlopeWhereShapeOrKindSaysSo() {
        assertThat(form("building", "house").pitch()).isEqualTo(RoofPitch.PITCHED);
        assertThat(form("building", "house", "roof:shape", "flat").pitch()).isEqualTo(RoofPitch.FLAT);
        assertThat(form("building", "office", "roof:shape", "hipped").pitch()).isEqualTo(RoofPitch.PITCHED);
        assertThat(form("building", "yes").pitch()).isEqualTo(RoofPitch.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "natural,water,WATER",
        "natural,wood,WOOD",
        "landuse,forest,WOOD",
        "leisure,park,PARK",
        "leisure,pitch,PITCH",
        "landuse,residential,RESIDENTIAL",
        "landuse,reservoir,WATER",
        "amenity,parking,PARKING",
        "natural,beach,SAND"
    })
    void groundFollowsFromNaturalLeisureAndLanduse(String key, String value, Ground ground) {
        assertThat(Recipes.area(NO_RINGS, new Tags(key, value)))
                .isInstanceOfSatisfying(
                        Area.class, area -> assertThat(area.ground()).isEqualTo(ground));
    }

    @Test
    void aStreetIsAsWideAsTagsOrItsClassSay() {
        assertThat(street("highway", "residential").width()).isEqualTo(6.5);
        assertThat(street("highway", "residential", "width", "4 m").width()).isEqualTo(4);
        assertThat(street("highway", "primary", "lanes", "4").width()).isCloseTo(12.4, within(1e-9));
        assertThat(street("highway", "residential", "name", "x".repeat(500)).name())
                .hasSize(100);
        assertThat(Recipes.line(NO_LINE, new Tags("highway", "proposed"))).isNull();
    }

    @Test
    void waterAndRailwaysRunAlongLines() {
        assertThat(line("waterway", "river", "width", "30").width()).isEqualTo(30);
        assertThat(line("waterway", "stream").kind()).isEqualTo(LineKind.STREAM);
        assertThat(line("railway", "tram").kind()).isEqualTo(LineKind.TRAM);
        assertThat(line("natural", "tree_row").kind()).isEqualTo(LineKind.TREE_ROW);
        assertThat(Recipes.line(NO_LINE, new Tags("railway", "abandoned"))).isNull();
    }

    @Test
    void whatIsUnderTheGroundIsNotSeen() {
        assertThat(Recipes.line(NO_LINE, new Tags("highway", "primary", "tunnel", "yes")))
                .isNull();
        assertThat(Recipes.line(NO_LINE, new Tags("waterway", "stream", "tunnel", "culvert")))
                .isNull();
        assertThat(Recipes.area(NO_RINGS, new Tags("building", "yes", "layer", "-1")))
                .isNull();
        assertThat(Recipes.area(NO_RINGS, new Tags("building", "yes", "location", "underground")))
                .isNull();
    }

    @Test
    void treesHaveAHeight() {
        assertThat(Recipes.point(1, 2, new Tags("natural", "tree", "height", "20")))
                .isEqualTo(new Tree(1, 2, 20, false));
        assertThat(Recipes.point(1, 2, new Tags("natural", "tree", "leaf_type", "needleleaved")))
                .isEqualTo(new Tree(1, 2, 8, true));
        assertThat(Recipes.point(1, 2, new Tags("natural", "peak"))).isNull();
    }

    private static BuildingForm form(String... tags) {
        return ((Building) Recipes.area(NO_RINGS, new Tags(tags))).form();
    }

    private static Street street(String... tags) {
        return (Street) Recipes.line(NO_LINE, new Tags(tags));
    }

    private static Line line(String... tags) {
        return (Line) Recipes.line(NO_LINE, new Tags(tags));
    }
}

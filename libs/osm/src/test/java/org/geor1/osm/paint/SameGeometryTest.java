package org.geor1.osm.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.geor1.osm.PbfBuilder;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.SceneBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: tile and panorama show one geometry. Wherever a building is moved, both show it there. */
class SameGeometryTest {

    private static final int TILE = 336;
    private static final int PANORAMA = 896;
    private static final double DISTANCE = 45;
    private static final IntPredicate RED = rgb -> red(rgb) > 110 && green(rgb) < 95 && blue(rgb) < 105;
    private static final IntPredicate BLUE = rgb -> blue(rgb) > 150 && red(rgb) < 90 && green(rgb) < 90;
    private static final IntPredicate GREEN = rgb -> green(rgb) > red(rgb) + 20 && green(rgb) > blue(rgb) + 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(doubles = {0, 22.5, 45, 77, 90, 135, 180, 200, 225, 270, 315, 338, 350})
    void aBuildingIsWhereItsBearingSays(double bearing) throws IOException {
        double x = DISTANCE * Math.sin(Math.toRadians(bearing));
        double y = DISTANCE * Math.cos(Math.toRadians(bearing));
        PbfBuilder builder = new PbfBuilder();
        red(builder, x, y, 4);
        Scene scene = scene(builder);

        Spot above = Spot.of(TilePainter.paint(scene, TILE), BLUE);
        double metre = TILE / (2 * TilePainter.REACH);
        assertThat(above.x()).isCloseTo(TILE / 2.0 + x * metre, within(1.0));
        assertThat(above.y()).isCloseTo(TILE / 2.0 - y * metre, within(1.0));

        Spot ahead = Spot.of(PanoramaPainter.paint(scene, PANORAMA), RED);
        double expected = PANORAMA * (bearing / 360 + 1 / 16.0);
        double apart = ahead.x() - expected;
        assertThat(apart - PANORAMA * Math.rint(apart / PANORAMA)).isCloseTo(0, within(5.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 40, 70})
    void aWallStandsOnTheGroundAndIsAsHighAsItIs(double distance) throws IOException {
        PbfBuilder builder = new PbfBuilder();
        red(builder, 0, distance, 4);
        Spot ahead = Spot.of(PanoramaPainter.paint(scene(builder), PANORAMA), RED);
        double degree = PANORAMA / 360.0;
        double front = distance - 4;
        // 48 degrees above the horizon is the upper edge; eye 2.5 m, wall 12 m, of which the rim has the roof's colour.
        assertThat(ahead.top())
                .isCloseTo((48 - Math.toDegrees(Math.atan2(12 - 0.45 - 2.5, front))) * degree, within(1.5));
        assertThat(ahead.bottom()).isCloseTo((48 + Math.toDegrees(Math.atan2(2.5, front))) * degree, within(1.5));
        assertThat(ahead.width()).isCloseTo(2 * Math.toDegrees(Math.atan2(4, front)) * degree, within(2.5));
    }

    @Test
    void theRimIsTheTopOfAWall() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        red(builder, 0, 20, 4);
        Spot rim = Spot.of(PanoramaPainter.paint(scene(builder), PANORAMA), BLUE);
        double degree = PANORAMA / 360.0;
        assertThat(rim.top()).isCloseTo((48 - Math.toDegrees(Math.atan2(12 - 2.5, 16))) * degree, within(1.5));
    }

    @Test
    void whatStandsBehindAHigherWallIsNotSeen() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        red(builder, 0, 60, 4);
        builder.box(-20, 20, 20, 30, "building", "yes", "height", "30", "building:colour", "white");
        Scene scene = scene(builder);
        assertThat(Spot.of(PanoramaPainter.paint(scene, PANORAMA), RED).count()).isZero();
        assertThat(Spot.of(TilePainter.paint(scene, TILE), BLUE).count()).isPositive();
    }

    @Test
    void aCourtyardIsOpenInTheTile() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        long outer = builder.box(10, 10, 60, 60);
        long inner = builder.box(25, 25, 45, 45);
        builder.multipolygon(new long[] {outer, inner}, "building", "yes", "roof:colour", "#0000ff");
        BufferedImage tile = TilePainter.paint(scene(builder), TILE);
        assertThat(BLUE.test(at(tile, 17, 35))).isTrue();
        assertThat(BLUE.test(at(tile, 35, 35))).isFalse();
        assertThat(BLUE.test(at(tile, 53, 35))).isTrue();
    }

    @Test
    void theGroundOfThePanoramaIsThatOfTheTile() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.box(2, 2, 60, 60, "natural", "water");
        Scene scene = scene(builder);
        IntPredicate water = rgb -> blue(rgb) > red(rgb) + 40 && green(rgb) > red(rgb) + 15;
        BufferedImage tile = TilePainter.paint(scene, TILE);
        BufferedImage panorama = PanoramaPainter.paint(scene, PANORAMA);
        for (double bearing : new double[] {45, 135, 225, 315}) {
            for (double distance : new double[] {8, 15, 30}) {
                double x = distance * Math.sin(Math.toRadians(bearing));
                double y = distance * Math.cos(Math.toRadians(bearing));
                int row = (int) ((48 + Math.toDegrees(Math.atan2(2.5, distance))) * PANORAMA / 360);
                int ahead = panorama.getRGB((int) (PANORAMA * (bearing / 360 + 1 / 16.0)), row);
                assertThat(water.test(ahead)).isEqualTo(bearing == 45);
                assertThat(water.test(at(tile, x, y))).isEqualTo(bearing == 45);
            }
        }
    }

    @Test
    void aTreeStandsInFrontOfAWallButIsNotSeenThroughOne() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.node(0, 20, "natural", "tree", "height", "6");
        builder.node(8, 60, "natural", "tree", "height", "6");
        assertThat(GREEN.test(crown(builder, 0, 20))).isTrue();
        assertThat(GREEN.test(crown(builder, 8, 60))).isTrue();
        red(builder, 0, 40, 10);
        assertThat(GREEN.test(crown(builder, 0, 20))).isTrue();
        assertThat(GREEN.test(crown(builder, 8, 60))).isFalse();
    }

    /** The pixel in the middle of the crown of a tree of 6 m. */
    private int crown(PbfBuilder builder, double x, double y) throws IOException {
        double column = PANORAMA * (Math.toDegrees(Math.atan2(x, y)) / 360 + 1 / 16.0);
        double up = Math.toDegrees(Math.atan2(6 * 0.63 - 2.5, Math.hypot(x, y)));
        return PanoramaPainter.paint(scene(builder), PANORAMA).getRGB((int) column, (int) ((48 - up) * PANORAMA / 360));
    }

    private static void red(PbfBuilder builder, double x, double y, double half) {
        builder.box(
                x - half,
                y - half,
                x + half,
                y + half,
                "building",
                "warehouse",
                "height",
                "12 m",
                "building:colour",
                "#e01010",
                "roof:colour",
                "#0000ff");
    }

    private Scene scene(PbfBuilder builder) throws IOException {
        return SceneBuilder.build(
                OsmExtract.read(builder.write(directory.resolve("extract.osm.pbf")))
                        .map(),
                PbfBuilder.longitude(0),
                PbfBuilder.latitude(0),
                PanoramaPainter.REACH);
    }

    private static int at(BufferedImage tile, double x, double y) {
        double metre = TILE / (2 * TilePainter.REACH);
        return tile.getRGB((int) (TILE / 2.0 + x * metre), (int) (TILE / 2.0 - y * metre));
    }

    /** Pixels of a colour: their middle, around the circle, and their bounds. */
    private record Spot(int count, double x, double y, double top, double bottom, double width) {
        static Spot of(BufferedImage image, IntPredicate colour) {
            int count = 0;
            double sine = 0;
            double cosine = 0;
            double y = 0;
            int top = image.getHeight();
            int bottom = -1;
            boolean[] columns = new boolean[image.getWidth()];
            for (int row = 0; row < image.getHeight(); row++) {
                for (int column = 0; column < image.getWidth(); column++) {
                    if (colour.test(image.getRGB(column, row))) {
                        double angle = 2 * Math.PI * (column + 0.5) / image.getWidth();
                        sine += Math.sin(angle);
                        cosine += Math.cos(angle);
                        y += row + 0.5;
                        count++;
                        top = Math.min(top, row);
                        bottom = Math.max(bottom, row + 1);
                        columns[column] = true;
                    }
                }
            }
            double angle = (Math.atan2(sine, cosine) + 2 * Math.PI) % (2 * Math.PI);
            int width = 0;
            for (boolean column : columns) {
                width += column ? 1 : 0;
            }
            return new Spot(
                    count, angle * image.getWidth() / (2 * Math.PI), y / Math.max(1, count), top, bottom, width);
        }
    }

    private static int red(int rgb) {
        return rgb >> 16 & 0xFF;
    }

    private static int green(int rgb) {
        return rgb >> 8 & 0xFF;
    }

    private static int blue(int rgb) {
        return rgb & 0xFF;
    }
}

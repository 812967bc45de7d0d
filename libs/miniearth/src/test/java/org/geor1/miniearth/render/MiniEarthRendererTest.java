package org.geor1.miniearth.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.geor1.geo.paint.Rgb;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.junit.jupiter.api.Test;

class MiniEarthRendererTest {
    private final MiniEarth earth = MiniEarth.standard();
    private final MiniEarthRenderer renderer = new MiniEarthRenderer(earth);

    @Test
    void sizesAreWholeModelPatches() {
        BufferedImage tile = renderer.tile(earth.place(7));
        BufferedImage panorama = renderer.panorama(earth.place(7), 3);

        assertThat(tile.getWidth()).isEqualTo(84);
        assertThat(tile.getHeight()).isEqualTo(84);
        assertThat(tile.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        assertThat(panorama.getWidth()).isEqualTo(3 * 224);
        assertThat(panorama.getHeight()).isEqualTo(3 * 56);
        assertThatIllegalArgumentException().isThrownBy(() -> renderer.tile(earth.place(7), 0));
    }

    /** Pinned: shipped models were trained on exactly these pixels. */
    @Test
    void pixelsNeverChange() {
        int hash = 0;
        for (int id = 0; id < earth.placeCount(); id += 4_096 + 777) {
            hash = 31 * hash + Arrays.hashCode(pixels(renderer.tile(earth.place(id))));
            hash = 31 * hash + Arrays.hashCode(pixels(renderer.panorama(earth.place(id))));
        }
        assertThat(hash).isEqualTo(-272_286_138);
    }

    @Test
    void anotherRendererOfTheSamePlanetGivesTheSamePixels() {
        MiniEarthRenderer again = new MiniEarthRenderer(MiniEarth.create(earth.seed()));
        Place place = earth.place(40_000);

        assertThat(pixels(again.panorama(place, 2))).isEqualTo(pixels(renderer.panorama(place, 2)));
        assertThat(pixels(again.tile(place, 2))).isEqualTo(pixels(renderer.tile(place, 2)));
    }

    /** A large picture, shrunk, equals the small one up to antialiasing. */
    @Test
    void scaleChangesOnlySharpness() {
        for (int id = 0; id < earth.placeCount(); id += 9_999) {
            Place place = earth.place(id);
            assertThat(difference(renderer.tile(place), shrink(renderer.tile(place, 4), 4)))
                    .isLessThan(6);
            assertThat(difference(renderer.panorama(place), shrink(renderer.panorama(place, 4), 4)))
                    .isLessThan(6);
        }
    }

    /** Two neighbours see the same feature cell from two sides; from above it must look the same. */
    @Test
    void neighbouringTilesShowTheSameCellBetweenThem() {
        Place west = earth.place(earth.cities().get(3), 10, 10);
        Place east = earth.place(earth.cities().get(3), 11, 10);
        CellScene seenFromWest = SceneBuilder.build(earth.cell(west, 1, 0));
        CellScene seenFromEast = SceneBuilder.build(earth.cell(east, -1, 0));

        assertThat(seenFromWest).isEqualTo(seenFromEast);
    }

    @Test
    void theLegendSharesColoursBetweenTheViews() {
        BufferedImage tile = renderer.tile(earth.place(99));
        BufferedImage panorama = renderer.panorama(earth.place(99));

        assertThat(rgb(tile, 42, 1)).isEqualTo(rgb(panorama, 14, 54));
        assertThat(rgb(tile, 82, 42)).isEqualTo(rgb(panorama, 70, 54));
        assertThat(rgb(tile, 42, 82)).isEqualTo(rgb(panorama, 126, 54));
        assertThat(rgb(tile, 1, 42)).isEqualTo(rgb(panorama, 182, 54));
    }

    /** A first perception check: cells of different classes differ more than cells of the same class. */
    @Test
    void featuresLookDifferentInBothViews() {
        for (View view : View.values()) {
            Map<Feature, double[]> first = averages(view, 0);
            Map<Feature, double[]> second = averages(view, 1);
            for (Feature one : Feature.values()) {
                for (Feature other : Feature.values()) {
                    if (one != other) {
                        assertThat(distance(first.get(one), second.get(other)))
                                .as("%s %s against %s", view, one, other)
                                .isGreaterThan(1.5 * distance(first.get(one), second.get(one)))
                                .isGreaterThan(8);
                    }
                }
            }
        }
    }

    /** Mean picture of the cell to the north, per feature, over half of the sampled places. */
    private Map<Feature, double[]> averages(View view, int half) {
        Map<Feature, double[]> sums = new EnumMap<>(Feature.class);
        Map<Feature, Integer> counts = new EnumMap<>(Feature.class);
        int left = view == View.TILE ? 28 : 0;
        int top = view == View.TILE ? 4 : 14;
        for (int i = half; i < 1_000; i += 2) {
            Place place = earth.place((int) ((i * 7_919L) % earth.placeCount()));
            BufferedImage image = renderer.render(view, place, 1);
            double[] sum = sums.computeIfAbsent(place.cues().at(Direction.NORTH), f -> new double[28 * 24 * 3]);
            counts.merge(place.cues().north(), 1, Integer::sum);
            for (int p = 0; p < 28 * 24; p++) {
                int rgb = image.getRGB(left + p % 28, top + p / 28);
                sum[3 * p] += Rgb.red(rgb);
                sum[3 * p + 1] += Rgb.green(rgb);
                sum[3 * p + 2] += Rgb.blue(rgb);
            }
        }
        sums.forEach((feature, sum) -> Arrays.setAll(sum, i -> sum[i] / counts.get(feature)));
        return sums;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum / a.length);
    }

    private static double difference(BufferedImage a, BufferedImage b) {
        long sum = 0;
        int[] first = pixels(a);
        int[] second = pixels(b);
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs(Rgb.red(first[i]) - Rgb.red(second[i]))
                    + Math.abs(Rgb.green(first[i]) - Rgb.green(second[i]))
                    + Math.abs(Rgb.blue(first[i]) - Rgb.blue(second[i]));
        }
        return sum / (3.0 * first.length);
    }

    private static BufferedImage shrink(BufferedImage image, int scale) {
        BufferedImage small =
                new BufferedImage(image.getWidth() / scale, image.getHeight() / scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < small.getHeight(); y++) {
            for (int x = 0; x < small.getWidth(); x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int i = 0; i < scale * scale; i++) {
                    int rgb = image.getRGB(x * scale + i % scale, y * scale + i / scale);
                    red += Rgb.red(rgb);
                    green += Rgb.green(rgb);
                    blue += Rgb.blue(rgb);
                }
                int n = scale * scale;
                small.setRGB(x, y, Rgb.of(red / n, green / n, blue / n));
            }
        }
        return small;
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }
}

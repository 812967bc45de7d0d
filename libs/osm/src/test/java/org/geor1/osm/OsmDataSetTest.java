package org.geor1.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.map.OsmMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Contract: the files of a data set, the same bytes each time, whole or not there at all, and never without its licence. */
class OsmDataSetTest {

    @TempDir
    Path directory;

    @Test
    void theLayoutIsThatOfCvCities() throws IOException {
        Path out = directory.resolve("set");
        AtomicInteger views = new AtomicInteger();
        write(out, new OsmOptions("town", 5, 7, OsmOptions.NANO, null), views::incrementAndGet);
        assertThat(views).hasValue(5);
        List<String> rows = Files.readAllLines(out.resolve("town/img_info.csv"));
        assertThat(rows).hasSize(5);
        for (String row : rows) {
            String[] columns = row.split(",");
            assertThat(columns).hasSize(6);
            assertThat(columns[0]).matches("town_\\d{6}");
            assertThat(Double.parseDouble(columns[1])).isBetween(7.99, 8.01);
            assertThat(Double.parseDouble(columns[2])).isBetween(49.99, 50.01);
            assertThat(columns[3]).isEqualTo("town");
            assertThat(image(out.resolve(columns[4])))
                    .extracting(BufferedImage::getWidth, BufferedImage::getHeight)
                    .containsExactly(84, 84);
            assertThat(image(out.resolve(columns[5])))
                    .extracting(BufferedImage::getWidth, BufferedImage::getHeight)
                    .containsExactly(224, 56);
        }
        List<String> facts = Files.readAllLines(out.resolve("facts.jsonl"));
        assertThat(facts).hasSize(5);
        JsonNode first = JsonMapper.shared().readTree(facts.get(0));
        assertThat(rows.get(0))
                .startsWith(first.path("name").asString() + ",")
                .contains(first.path("tile").asString());
        assertThat(first.path("country").asString()).isEqualTo("DE");
    }

    @Test
    void theLicenceGoesWithEveryPart() throws IOException {
        Path out = directory.resolve("set");
        write(out, new OsmOptions("town", 2, 7, OsmOptions.NANO, null), () -> {});
        assertThat(out.resolve("LICENSE.txt")).content().contains("© OpenStreetMap contributors", "ODbL", "1.0");
        JsonNode set = JsonMapper.shared().readTree(Files.readString(out.resolve("dataset.json")));
        assertThat(set.path("licence").asString()).isEqualTo("ODbL-1.0");
        assertThat(set.path("attribution").asString()).isEqualTo("© OpenStreetMap contributors");
        for (String line : Files.readAllLines(out.resolve("facts.jsonl"))) {
            assertThat(line).contains("\"licence\":\"ODbL-1.0\"", "© OpenStreetMap contributors");
        }
    }

    @Test
    void theSameOptionsGiveTheSameBytes() throws IOException {
        OsmOptions options = new OsmOptions("town", 6, 3, OsmOptions.NANO, null);
        write(directory.resolve("one"), options, () -> {});
        write(directory.resolve("two"), options, () -> {});
        assertThat(contents(directory.resolve("one"))).isEqualTo(contents(directory.resolve("two")));
        write(directory.resolve("other"), new OsmOptions("town", 6, 4, OsmOptions.NANO, null), () -> {});
        assertThat(contents(directory.resolve("other"))).isNotEqualTo(contents(directory.resolve("one")));
    }

    @Test
    void nothingIsOverwrittenAndNothingIsLeftHalfDone() throws IOException {
        Path out = Files.createDirectory(directory.resolve("set"));
        OsmOptions options = new OsmOptions("town", 4, 7, OsmOptions.NANO, null);
        assertThatThrownBy(() -> write(out, options, () -> {})).isInstanceOf(FileAlreadyExistsException.class);
        Path fresh = directory.resolve("deep/fresh");
        assertThatThrownBy(() -> write(fresh, options, () -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        try (Stream<Path> left = Files.list(directory.resolve("deep"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void optionsOutsideTheirRangeAreNamed() {
        assertThatThrownBy(() -> new OsmOptions("a/b", 1, 1, 84, null)).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> new OsmOptions("a", 0, 1, 84, null)).hasMessageContaining("views");
        assertThatThrownBy(() -> new OsmOptions("a", 1, 1, 100, null)).hasMessageContaining("multiple of 84");
        assertThatThrownBy(() -> new OsmOptions("a", 1, 1, 84, "ZZ")).hasMessageContaining("'ZZ'");
        assertThat(OsmOptions.cityOf("monaco-latest.osm.pbf")).isEqualTo("monaco");
        assertThat(OsmOptions.cityOf("Île de France.pbf")).isEqualTo("-le-de-France");
        assertThat(OsmOptions.cityOf(".osm.pbf")).isEqualTo("city");
    }

    private void write(Path out, OsmOptions options, Runnable progress) throws IOException {
        OsmMap town =
                OsmExtract.read(Town.write(directory.resolve("town.osm.pbf"))).map();
        try (OsmDataSet set = new OsmDataSet(out)) {
            OsmCity city = new OsmCity(town, options);
            set.add(city, city.viewpoints(), progress);
            set.finish();
        }
    }

    @Test
    void severalCitiesAreOneDataSet() throws IOException {
        OsmMap town =
                OsmExtract.read(Town.write(directory.resolve("town.osm.pbf"))).map();
        Path out = directory.resolve("set");
        try (OsmDataSet set = new OsmDataSet(out)) {
            for (String name : List.of("here", "there")) {
                OsmCity city = new OsmCity(town, new OsmOptions(name, 3, 7, OsmOptions.NANO, null));
                set.add(city, city.viewpoints(), () -> {});
            }
            OsmCity again = new OsmCity(town, new OsmOptions("here", 3, 7, OsmOptions.NANO, null));
            assertThatThrownBy(() -> set.add(again, again.viewpoints(), () -> {}))
                    .isInstanceOf(FileAlreadyExistsException.class);
            set.finish();
        }
        assertThat(Files.readAllLines(out.resolve("here/img_info.csv"))).hasSize(3);
        assertThat(Files.readAllLines(out.resolve("there/img_info.csv")))
                .allSatisfy(row -> assertThat(row).contains(",there,there/satellite/there_"));
        assertThat(Files.readAllLines(out.resolve("facts.jsonl")))
                .extracting(
                        line -> JsonMapper.shared().readTree(line).path("city").asString())
                .containsExactly("here", "here", "here", "there", "there", "there");
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(out.resolve("dataset.json")))
                        .path("cities"))
                .extracting(city -> city.path("city").asString() + " " + city.path("views"))
                .containsExactly("here 3", "there 3");
    }

    private static BufferedImage image(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return contents;
    }
}

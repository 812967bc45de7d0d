package org.geor1.osm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.geor1.geo.parallel.InOrder;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.paint.PanoramaPainter;
import org.geor1.osm.paint.PanoramaView;
import org.geor1.osm.paint.TilePainter;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.SceneBuilder;
import org.geor1.osm.views.ViewFacts;
import org.geor1.osm.views.ViewSampler;
import org.geor1.osm.views.Viewpoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Views of a map as a data set in the layout of CV-Cities: {@code CITY/img_info.csv} without a header (name, longitude,
 * latitude, city, path of the tile, path of the panorama), the pictures, {@code facts.jsonl} with a line for each view,
 * {@code dataset.json} and {@code LICENSE.txt}. Paths are relative to the directory. The same map and options give the same
 * bytes.
 */
public final class OsmDataSet {

    /** For each processor. */
    private static final int OPEN_VIEWS = 4;

    private static final double UNIT = 1e-7;

    private final OsmMap map;
    private final OsmOptions options;
    private final @Nullable String country;

    public OsmDataSet(OsmMap map, OsmOptions options) {
        this.map = map;
        this.options = options;
        this.country = options.country() == null ? map.country() : options.country();
    }

    /** The viewpoints that the options choose. */
    public List<Viewpoint> viewpoints() {
        return ViewSampler.sample(map, options.seed(), options.views());
    }

    /**
     * Draws all views and writes them, first under another name, so that the directory is complete once it is there.
     *
     * @param out must not exist
     * @param progress is run after each view
     * @throws FileAlreadyExistsException if it does
     */
    public void write(List<Viewpoint> viewpoints, Path out, Runnable progress) throws IOException {
        if (Files.exists(out)) {
            throw new FileAlreadyExistsException(out.toString());
        }
        Path target = out.toAbsolutePath();
        Path parent = target.getParent();
        if (parent == null) {
            throw new FileAlreadyExistsException(out.toString());
        }
        Files.createDirectories(parent);
        Path work = Files.createTempDirectory(parent, "." + target.getFileName() + "-");
        try {
            writeAll(viewpoints, work, progress);
            Files.setPosixFilePermissions(work, Files.getPosixFilePermissions(work.resolve(options.city())));
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    private void writeAll(List<Viewpoint> viewpoints, Path work, Runnable progress) throws IOException {
        Files.createDirectories(work.resolve(options.city()).resolve("satellite"));
        Files.createDirectories(work.resolve(options.city()).resolve("panorama"));
        try (BufferedWriter rows =
                        Files.newBufferedWriter(work.resolve(options.city()).resolve("img_info.csv"));
                BufferedWriter facts = Files.newBufferedWriter(work.resolve("facts.jsonl"));
                InOrder<Drawn> views = new InOrder<>(OPEN_VIEWS, drawn -> {
                    rows.append(drawn.row()).append('\n');
                    facts.append(drawn.facts()).append('\n');
                    progress.run();
                })) {
            for (int i = 0; i < viewpoints.size(); i++) {
                Viewpoint viewpoint = viewpoints.get(i);
                String name = String.format(Locale.ROOT, "%s_%06d", options.city(), i + 1);
                views.submit(() -> draw(viewpoint, name, work));
            }
            views.finish();
        }
        Files.writeString(work.resolve("dataset.json"), describe(viewpoints.size()) + "\n");
        Files.writeString(work.resolve("LICENSE.txt"), Licence.TEXT);
    }

    /** A view's lines in the two lists. */
    private record Drawn(String row, String facts) {}

    private Drawn draw(Viewpoint viewpoint, String name, Path work) throws IOException {
        Scene scene = SceneBuilder.build(map, viewpoint.longitude(), viewpoint.latitude(), PanoramaPainter.REACH);
        String tile = options.city() + "/satellite/" + name + ".png";
        String panorama = options.city() + "/panorama/" + name + ".png";
        Pictures.write(TilePainter.paint(scene, options.size()), work.resolve(tile));
        Pictures.write(PanoramaPainter.paint(scene, options.panoramaWidth()), work.resolve(panorama));
        double longitude = viewpoint.longitude() * UNIT;
        double latitude = viewpoint.latitude() * UNIT;
        String row = String.format(
                Locale.ROOT, "%s,%.7f,%.7f,%s,%s,%s", name, longitude, latitude, options.city(), tile, panorama);
        ObjectNode facts = JsonMapper.shared().createObjectNode();
        facts.put("name", name)
                .put("city", options.city())
                .put("longitude", Math.round(longitude * 1e7) / 1e7)
                .put("latitude", Math.round(latitude * 1e7) / 1e7)
                .put("tile", tile)
                .put("panorama", panorama);
        facts.setAll(ViewFacts.of(scene, TilePainter.REACH, viewpoint, country));
        facts.put("licence", Licence.NAME).put("attribution", Licence.ATTRIBUTION);
        return new Drawn(row, facts.toString());
    }

    private String describe(int views) {
        ObjectNode description = JsonMapper.shared().createObjectNode();
        description
                .put("source", "OpenStreetMap")
                .put("licence", Licence.NAME)
                .put("attribution", Licence.ATTRIBUTION)
                .put("city", options.city())
                .put("views", views)
                .put("seed", options.seed());
        description
                .putObject("tile")
                .put("pixels", options.size())
                .put("metres", 2 * TilePainter.REACH)
                .put("up", "north");
        description
                .putObject("panorama")
                .put("width", options.panoramaWidth())
                .put("height", options.panoramaWidth() / 4)
                .put("projection", "equirectangular, 360 degrees clockwise")
                .put("north_at_share_of_width", PanoramaView.NORTH)
                .put("top_degrees", PanoramaView.TOP)
                .put("bottom_degrees", PanoramaView.TOP - 90)
                .put("eye_metres", Scene.EYE);
        return description.toPrettyString();
    }

    /** Whatever is still there under the first name. */
    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

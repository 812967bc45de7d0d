package org.geor1.osm;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.geor1.osm.paint.PanoramaView;
import org.geor1.osm.paint.TilePainter;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.views.Viewpoint;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Views of maps as a data set in the layout of CV-Cities: for each city {@code CITY/img_info.csv} without a header (name,
 * longitude, latitude, city, path of the tile, path of the panorama) and the pictures; for all {@code facts.jsonl} with a line
 * for each view, {@code dataset.json} and {@code LICENSE.txt}. Paths are relative to the directory. It is written under another
 * name, so that the directory is complete once it is there, and gone if it fails.
 */
public final class OsmDataSet implements Closeable {

    private final Path target;
    private final Path work;
    private final BufferedWriter facts;
    private final Map<OsmOptions, Integer> views = new LinkedHashMap<>();

    /**
     * @param out must not exist
     * @throws FileAlreadyExistsException if it does
     */
    public OsmDataSet(Path out) throws IOException {
        target = out.toAbsolutePath();
        Path parent = target.getParent();
        if (Files.exists(out) || parent == null) {
            throw new FileAlreadyExistsException(out.toString());
        }
        Files.createDirectories(parent);
        work = Files.createTempDirectory(parent, "." + target.getFileName() + "-");
        facts = Files.newBufferedWriter(work.resolve("facts.jsonl"));
    }

    /**
     * Draws views of a city, all in pictures of the same size as those before.
     *
     * @param progress is run after each view
     * @throws FileAlreadyExistsException if a city of that name is there already
     */
    public void add(OsmCity city, List<Viewpoint> viewpoints, Runnable progress) throws IOException {
        Path folder = Files.createDirectory(work.resolve(city.options().city()));
        city.write(viewpoints, work, facts, progress);
        views.put(city.options(), viewpoints.size());
        Files.setPosixFilePermissions(work, Files.getPosixFilePermissions(folder));
    }

    /** Gives it its name. */
    public void finish() throws IOException {
        facts.close();
        Files.writeString(work.resolve("dataset.json"), describe() + "\n");
        Files.writeString(work.resolve("LICENSE.txt"), Licence.TEXT);
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private String describe() {
        ObjectNode description = JsonMapper.shared().createObjectNode();
        description.put("source", "OpenStreetMap").put("licence", Licence.NAME).put("attribution", Licence.ATTRIBUTION);
        ArrayNode cities = description.putArray("cities");
        views.forEach((options, count) -> cities.addObject()
                .put("city", options.city())
                .put("views", count)
                .put("seed", options.seed()));
        OsmOptions options = views.keySet().iterator().next();
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

    /** Deletes whatever is still there under the first name. */
    @Override
    public void close() throws IOException {
        facts.close();
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(work)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

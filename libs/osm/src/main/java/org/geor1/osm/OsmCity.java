package org.geor1.osm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.geor1.geo.parallel.InOrder;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.paint.PanoramaPainter;
import org.geor1.osm.paint.TilePainter;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.SceneBuilder;
import org.geor1.osm.views.ViewFacts;
import org.geor1.osm.views.ViewSampler;
import org.geor1.osm.views.Viewpoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Views of a map, as one city of an {@link OsmDataSet}. The same map and options give the same bytes. */
public final class OsmCity {

    /** For each processor. */
    private static final int OPEN_VIEWS = 4;

    private static final double UNIT = 1e-7;

    private final OsmMap map;
    private final OsmOptions options;
    private final @Nullable String country;

    public OsmCity(OsmMap map, OsmOptions options) {
        this.map = map;
        this.options = options;
        this.country = options.country() == null ? map.country() : options.country();
    }

    /** The viewpoints that the options choose. */
    public List<Viewpoint> viewpoints() {
        return ViewSampler.sample(map, options.seed(), options.views());
    }

    OsmOptions options() {
        return options;
    }

    /**
     * Draws views and writes them.
     *
     * @param work folder of the data set
     * @param facts takes a line for each view
     * @param progress is run after each view
     */
    void write(List<Viewpoint> viewpoints, Path work, BufferedWriter facts, Runnable progress) throws IOException {
        Files.createDirectories(work.resolve(options.city()).resolve("satellite"));
        Files.createDirectories(work.resolve(options.city()).resolve("panorama"));
        try (BufferedWriter rows =
                        Files.newBufferedWriter(work.resolve(options.city()).resolve("img_info.csv"));
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
}

package org.geor1.osm.views;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.osm.map.Ground;
import org.geor1.osm.scene.LocalPlane;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Block;
import org.geor1.osm.scene.Scene.Patch;
import org.geor1.osm.scene.Scene.Plant;
import org.geor1.osm.scene.Scene.Track;
import org.geor1.osm.scene.Scene.Watercourse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What follows from the geometry of a view. Everything is within the tile; bearings are degrees clockwise from north,
 * distances metres. Nothing is in it that the map does not say: a storey is counted only where it is tagged, and without a
 * country there is no driving side.
 */
public final class ViewFacts {

    private final Scene scene;
    private final double reach;
    private final Sight sight;
    private final ObjectNode facts = JsonMapper.shared().createObjectNode();

    private ViewFacts(Scene scene, double reach) {
        this.scene = scene;
        this.reach = reach;
        this.sight = new Sight(scene);
    }

    /**
     * @param reach metres from the middle of the tile to each side
     * @param country ISO 3166-1 code, or null if it is unknown
     */
    public static ObjectNode of(Scene scene, double reach, Viewpoint viewpoint, @Nullable String country) {
        ViewFacts facts = new ViewFacts(scene, reach);
        facts.facts.put("kind", viewpoint.kind().word());
        if (country != null) {
            facts.facts.put("country", country).put("driving_side", LeftHandTraffic.side(country));
        }
        facts.streets();
        facts.buildings();
        facts.cues();
        return facts.facts;
    }

    private void streets() {
        var streets = facts.putArray("streets");
        for (Arms.Arm arm : Arms.of(scene)) {
            ObjectNode street = streets.addObject()
                    .put("bearing", degrees(arm.bearing()))
                    .put("class", arm.streetClass().word());
            if (arm.name() != null) {
                street.put("name", arm.name());
            }
        }
    }

    private void buildings() {
        int count = 0;
        int untagged = 0;
        Map<Integer, Integer> levels = new TreeMap<>();
        Block tallest = null;
        Nearest front = null;
        for (Block block : scene.blocks()) {
            Nearest nearest = Nearest.ofArea(block.rings());
            if (nearest == null || !inTile(nearest)) {
                continue;
            }
            count++;
            if (block.form().levels() > 0) {
                levels.merge(block.form().levels(), 1, Integer::sum);
            } else {
                untagged++;
            }
            boolean measured = block.form().heightTagged() || block.form().levels() > 0;
            if (measured
                    && (tallest == null
                            || block.form().height() > tallest.form().height())) {
                tallest = block;
                front = nearest;
            }
        }
        ObjectNode buildings = facts.putObject("buildings").put("count", count);
        ObjectNode byLevels = buildings.putObject("levels");
        levels.forEach((storeys, number) -> byLevels.put(Integer.toString(storeys), number));
        buildings.put("levels_unknown", untagged);
        if (tallest != null && front != null) {
            place(buildings.putObject("tallest"), front)
                    .put("height", tenths(tallest.form().height()))
                    .put("visible", sight.clear(front, tallest.form().height()));
        }
    }

    private void cues() {
        Map<String, Nearest> cues = new LinkedHashMap<>();
        for (Patch patch : scene.patches()) {
            if (patch.ground().compareTo(Ground.GRASS) >= 0) {
                add(cues, patch.ground().word(), Nearest.ofArea(patch.rings()));
            }
        }
        for (Watercourse water : scene.watercourses()) {
            add(cues, water.kind().word(), Nearest.ofLine(water.line()));
        }
        for (Track track : scene.tracks()) {
            add(cues, track.kind().word(), Nearest.ofLine(track.line()));
        }
        for (Plant plant : scene.plants()) {
            add(cues, plant.conifer() ? "conifer" : "tree", new Nearest(plant.x(), plant.y()));
        }
        var list = facts.putArray("cues");
        cues.forEach((kind, nearest) -> {
            ObjectNode cue = list.addObject().put("kind", kind);
            place(cue, nearest).put("visible", sight.clear(nearest, 0));
        });
    }

    private void add(Map<String, Nearest> cues, String kind, @Nullable Nearest found) {
        Nearest nearest = Nearest.nearer(cues.get(kind), found);
        if (nearest != null && inTile(nearest)) {
            cues.put(kind, nearest);
        }
    }

    private boolean inTile(Nearest point) {
        return Math.abs(point.x()) < reach && Math.abs(point.y()) < reach;
    }

    /** Without a bearing where the viewpoint is within. */
    private static ObjectNode place(ObjectNode node, Nearest point) {
        if (point.distance() > 0) {
            node.put("bearing", degrees(LocalPlane.bearing(point.x(), point.y())));
        }
        return node.put("distance", tenths(point.distance()));
    }

    private static double degrees(double bearing) {
        return tenths(bearing) % 360;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}

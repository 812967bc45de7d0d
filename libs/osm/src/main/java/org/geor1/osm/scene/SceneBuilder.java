package org.geor1.osm.scene;

import java.util.ArrayList;
import java.util.List;
import org.geor1.osm.map.Feature;
import org.geor1.osm.map.Feature.Area;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Line;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.Feature.Tree;
import org.geor1.osm.map.Ground;
import org.geor1.osm.map.LineKind;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.scene.Scene.Block;
import org.geor1.osm.scene.Scene.Patch;
import org.geor1.osm.scene.Scene.Plant;
import org.geor1.osm.scene.Scene.Track;
import org.geor1.osm.scene.Scene.Watercourse;
import org.geor1.osm.scene.Scene.Way;

/** Turns the part of a map around a viewpoint into a scene in metres. */
public final class SceneBuilder {

    private final LocalPlane plane;
    private final Clip clip;
    private final double radius;
    private final List<Patch> patches = new ArrayList<>();
    private final List<Watercourse> watercourses = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Plant> plants = new ArrayList<>();

    private SceneBuilder(LocalPlane plane, double radius) {
        this.plane = plane;
        this.radius = radius;
        this.clip = new Clip(radius);
    }

    /**
     * @param longitude of the viewpoint, in 1e-7 degrees
     * @param latitude the same
     * @param radius metres to each side
     */
    public static Scene build(OsmMap map, int longitude, int latitude, double radius) {
        LocalPlane plane = new LocalPlane(longitude, latitude);
        SceneBuilder builder = new SceneBuilder(plane, radius);
        double wide = radius * plane.longitudePerMetre();
        double high = radius * plane.latitudePerMetre();
        for (Feature feature : map.within(longitude - wide, latitude - high, longitude + wide, latitude + high)) {
            builder.add(feature);
        }
        builder.patches.sort((a, b) -> a.ground().compareTo(b.ground()));
        return new Scene(
                radius,
                builder.patches,
                builder.watercourses,
                builder.tracks,
                builder.ways,
                builder.blocks,
                builder.plants);
    }

    private void add(Feature feature) {
        if (feature instanceof Building building) {
            double[][] rings = metres(building.rings());
            if (rings.length > 0 && clip.touches(rings)) {
                blocks.add(BlockStyle.of(rings, building.form(), building.rings()[0]));
            }
        } else if (feature instanceof Area area) {
            area(area);
        } else if (feature instanceof Street street) {
            for (double[] part : clip.line(metres(street.line()))) {
                ways.add(new Way(part, street.streetClass(), street.width(), street.name()));
            }
        } else if (feature instanceof Line line) {
            line(line);
        } else if (feature instanceof Tree tree) {
            double x = plane.east(tree.longitude());
            double y = plane.north(tree.latitude());
            if (clip.contains(x, y)) {
                plants.add(new Plant(x, y, tree.height(), Woods.crown(tree.height(), tree.conifer()), tree.conifer()));
            }
        }
    }

    private void area(Area area) {
        double[][] rings = clip.rings(metres(area.rings()));
        if (rings.length == 0) {
            return;
        }
        patches.add(new Patch(rings, area.ground()));
        if (area.ground() == Ground.WOOD) {
            Woods.plant(rings, plane, radius, plants);
        }
    }

    private void line(Line line) {
        double[] metres = metres(line.line());
        if (line.kind() == LineKind.TREE_ROW) {
            Woods.plantRow(metres, clip, plants);
            return;
        }
        for (double[] part : clip.line(metres)) {
            if (line.kind().water()) {
                watercourses.add(new Watercourse(part, line.kind(), line.width()));
            } else {
                tracks.add(new Track(part, line.kind(), line.width()));
            }
        }
    }

    private double[][] metres(int[][] rings) {
        double[][] metres = new double[rings.length][];
        for (int i = 0; i < rings.length; i++) {
            metres[i] = metres(rings[i]);
        }
        return metres;
    }

    private double[] metres(int[] line) {
        double[] metres = new double[line.length];
        for (int i = 0; i < line.length; i += 2) {
            metres[i] = plane.east(line[i]);
            metres[i + 1] = plane.north(line[i + 1]);
        }
        return metres;
    }
}

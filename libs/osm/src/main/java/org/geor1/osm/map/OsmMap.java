package org.geor1.osm.map;

import java.util.ArrayList;
import java.util.List;
import org.geor1.osm.map.Feature.Area;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Line;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.Feature.Tree;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.hprtree.HPRtree;

/** All features of an extract, found by place. Safe for use by many threads. */
public final class OsmMap {

    private final List<Feature> features;
    private final int[] junctions;
    private final @Nullable String country;
    private final HPRtree index = new HPRtree();

    /**
     * @param junctions longitude and latitude, in turns, of the nodes where three or more arms of streets meet
     * @param country the ISO 3166-1 code that the extract itself gives, or null
     */
    public OsmMap(List<Feature> features, int[] junctions, @Nullable String country) {
        this.features = List.copyOf(features);
        this.junctions = junctions.clone();
        this.country = country;
        for (int i = 0; i < this.features.size(); i++) {
            index.insert(envelope(this.features.get(i)), i);
        }
        index.build();
    }

    /** In the order of the file, trees first. */
    public List<Feature> features() {
        return features;
    }

    public int junctions() {
        return junctions.length / 2;
    }

    /** In 1e-7 degrees. */
    public int junctionLongitude(int junction) {
        return junctions[2 * junction];
    }

    /** In 1e-7 degrees. */
    public int junctionLatitude(int junction) {
        return junctions[2 * junction + 1];
    }

    public @Nullable String country() {
        return country;
    }

    /** The features whose bounds touch the box, which is in 1e-7 degrees; in the order of {@link #features}. */
    public List<Feature> within(double west, double south, double east, double north) {
        List<Integer> found = new ArrayList<>();
        index.query(new Envelope(west, east, south, north), item -> found.add((Integer) item));
        return found.stream().sorted().map(features::get).toList();
    }

    private static Envelope envelope(Feature feature) {
        Envelope envelope = new Envelope();
        if (feature instanceof Building building) {
            expand(envelope, building.rings());
        } else if (feature instanceof Area area) {
            expand(envelope, area.rings());
        } else if (feature instanceof Street street) {
            expand(envelope, street.line());
        } else if (feature instanceof Line line) {
            expand(envelope, line.line());
        } else if (feature instanceof Tree tree) {
            envelope.expandToInclude(tree.longitude(), tree.latitude());
        }
        return envelope;
    }

    private static void expand(Envelope envelope, int[]... lines) {
        for (int[] line : lines) {
            for (int i = 0; i < line.length; i += 2) {
                envelope.expandToInclude(line[i], line[i + 1]);
            }
        }
    }
}

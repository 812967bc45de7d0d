package org.geor1.osm.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geor1.osm.map.Feature;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.Recipes;
import org.geor1.osm.pbf.Block;
import org.geor1.osm.pbf.ElementSink;
import org.geor1.osm.pbf.Tags;

/** What the second pass takes from a block: ways with the positions of their nodes. */
final class SecondPass implements ElementSink {

    private final NodeTable table;
    private final Set<Long> members;
    private final List<Feature> features = new ArrayList<>();
    private final Map<Long, int[]> lines = new HashMap<>();
    private int[] arms = new int[256];
    private int armCount;
    private long missing;
    private long broken;

    private SecondPass(NodeTable table, Set<Long> members) {
        this.table = table;
        this.members = members;
    }

    /** @param members ways that multipolygons are made of */
    static SecondPass of(Block block, NodeTable table, Set<Long> members) {
        SecondPass found = new SecondPass(table, members);
        block.forEach(found);
        return found;
    }

    List<Feature> features() {
        return features;
    }

    /** The lines of ways that multipolygons are made of. */
    Map<Long, int[]> lines() {
        return lines;
    }

    /** Places in the node table, each as often as an arm of a street starts there. */
    int[] arms() {
        return Arrays.copyOf(arms, armCount);
    }

    long missing() {
        return missing;
    }

    long broken() {
        return broken;
    }

    @Override
    public void way(long id, long[] nodes, Tags tags) {
        boolean member = members.contains(id);
        boolean closed = nodes.length > 3 && nodes[0] == nodes[nodes.length - 1];
        boolean area = closed && Recipes.makesArea(tags);
        boolean wanted = area || Recipes.line(new int[0], tags) != null;
        if (!member && !wanted) {
            return;
        }
        int[] places = places(nodes);
        if (places.length < 2) {
            broken++;
            return;
        }
        int[] line = line(places);
        if (member) {
            lines.put(id, line);
        }
        if (wanted) {
            add(area, line, places, tags);
        }
    }

    private void add(boolean area, int[] line, int[] places, Tags tags) {
        if (area && (line.length < 8 || places[0] != places[places.length - 1])) {
            broken++;
            return;
        }
        Feature feature = area
                ? Recipes.area(new int[][] {Arrays.copyOf(line, line.length - 2)}, tags)
                : Recipes.line(line, tags);
        if (feature == null) {
            return;
        }
        features.add(feature);
        if (feature instanceof Street street && street.streetClass().viewed()) {
            for (int i = 0; i < places.length; i++) {
                addArm(places[i]);
                if (i > 0 && i < places.length - 1) {
                    addArm(places[i]);
                }
            }
        }
    }

    private void addArm(int place) {
        if (armCount == arms.length) {
            arms = Arrays.copyOf(arms, 2 * armCount);
        }
        arms[armCount++] = place;
    }

    /** Where the nodes that are there lie in the table. */
    private int[] places(long[] nodes) {
        int[] places = new int[nodes.length];
        int found = 0;
        for (long node : nodes) {
            int place = table.indexOf(node);
            if (place < 0) {
                missing++;
            } else {
                places[found++] = place;
            }
        }
        return Arrays.copyOf(places, found);
    }

    private int[] line(int[] places) {
        int[] line = new int[2 * places.length];
        for (int i = 0; i < places.length; i++) {
            line[2 * i] = table.longitude(places[i]);
            line[2 * i + 1] = table.latitude(places[i]);
        }
        return line;
    }
}

package org.geor1.osm.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.geor1.osm.map.Feature;
import org.geor1.osm.map.Recipes;
import org.geor1.osm.pbf.Block;
import org.geor1.osm.pbf.ElementSink;
import org.geor1.osm.pbf.Tags;

/** What the first pass takes from a block: nodes, trees, and which ways multipolygons are made of. */
final class FirstPass implements ElementSink {

    /** Of the multipolygons on the map, hardly one in a million has more; joining takes time by the square. */
    static final int MAX_MEMBERS = 5000;

    private final int number;
    private final List<Feature> trees = new ArrayList<>();
    private final List<Multipolygon> multipolygons = new ArrayList<>();
    private final Set<String> countries = new TreeSet<>();
    private long[] ids = new long[1 << 13];
    private int[] positions = new int[2 << 13];
    private int nodes;
    private boolean ways;
    private int oversize;

    private FirstPass(int number) {
        this.number = number;
    }

    static FirstPass of(Block block) {
        FirstPass found = new FirstPass(block.number());
        block.forEach(found);
        return found;
    }

    int number() {
        return number;
    }

    long[] ids() {
        return Arrays.copyOf(ids, nodes);
    }

    /** Longitude and latitude in turns. */
    int[] positions() {
        return Arrays.copyOf(positions, 2 * nodes);
    }

    List<Feature> trees() {
        return trees;
    }

    List<Multipolygon> multipolygons() {
        return multipolygons;
    }

    /** Country codes of addresses, and of countries whose border is here. */
    Set<String> countries() {
        return countries;
    }

    boolean hasWays() {
        return ways;
    }

    int oversize() {
        return oversize;
    }

    @Override
    public void node(long id, int latitude, int longitude, Tags tags) {
        if (nodes == ids.length) {
            ids = Arrays.copyOf(ids, 2 * nodes);
            positions = Arrays.copyOf(positions, 4 * nodes);
        }
        ids[nodes] = id;
        positions[2 * nodes] = longitude;
        positions[2 * nodes + 1] = latitude;
        nodes++;
        if (!tags.isEmpty()) {
            Countries.addAddress(tags, countries);
            Feature tree = Recipes.point(longitude, latitude, tags);
            if (tree != null) {
                trees.add(tree);
            }
        }
    }

    @Override
    public void way(long id, long[] nodesOfWay, Tags tags) {
        ways = true;
        Countries.addAddress(tags, countries);
    }

    @Override
    public void relation(long id, long[] waysOfRelation, Tags tags) {
        Countries.addBorder(tags, countries);
        if (!tags.is("type", "multipolygon") || !Recipes.makesArea(tags)) {
            return;
        }
        if (waysOfRelation.length > MAX_MEMBERS) {
            oversize++;
        } else {
            multipolygons.add(new Multipolygon(waysOfRelation, tags));
        }
    }
}

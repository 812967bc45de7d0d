package org.geor1.osm.pbf;

import java.util.Arrays;
import java.util.List;
import org.apache.baremaps.osm.binary.Osmformat.DenseNodes;
import org.apache.baremaps.osm.binary.Osmformat.Node;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveGroup;
import org.apache.baremaps.osm.binary.Osmformat.Relation;
import org.apache.baremaps.osm.binary.Osmformat.Way;
import org.jspecify.annotations.Nullable;

/** The elements of one blob: at most a few thousand, whose strings share a table. */
public final class Block {

    private static final long MAX_LATITUDE = 900_000_000;
    private static final long MAX_LONGITUDE = 1_800_000_000;

    private final PrimitiveBlock block;
    private final int number;
    private final @Nullable String[] strings;

    Block(PrimitiveBlock block, int number) {
        this.block = block;
        this.number = number;
        this.strings = new String[block.getStringtable().getSCount()];
    }

    /** The blob's place in the file, from 0. */
    public int number() {
        return number;
    }

    /**
     * Hands every element to the sink.
     *
     * @throws IllegalArgumentException if an element refers to a string that is not there, or lies off the globe
     */
    public void forEach(ElementSink sink) {
        for (PrimitiveGroup group : block.getPrimitivegroupList()) {
            for (Node node : group.getNodesList()) {
                sink.node(
                        node.getId(),
                        latitude(node.getLat()),
                        longitude(node.getLon()),
                        tags(node.getKeysList(), node.getValsList()));
            }
            if (group.hasDense()) {
                dense(group.getDense(), sink);
            }
            for (Way way : group.getWaysList()) {
                way(way, sink);
            }
            for (Relation relation : group.getRelationsList()) {
                relation(relation, sink);
            }
        }
    }

    private void dense(DenseNodes nodes, ElementSink sink) {
        int count = nodes.getIdCount();
        if (nodes.getLatCount() != count || nodes.getLonCount() != count) {
            throw new IllegalArgumentException(count + " nodes with " + nodes.getLatCount() + " latitudes and "
                    + nodes.getLonCount() + " longitudes");
        }
        long id = 0;
        long latitude = 0;
        long longitude = 0;
        int at = 0;
        for (int i = 0; i < count; i++) {
            id += nodes.getId(i);
            latitude += nodes.getLat(i);
            longitude += nodes.getLon(i);
            int from = at;
            while (at < nodes.getKeysValsCount() && nodes.getKeysVals(at) != 0) {
                at += 2;
            }
            Tags tags = at == from ? Tags.NONE : tags(nodes, from, at);
            at++;
            sink.node(id, latitude(latitude), longitude(longitude), tags);
        }
    }

    private Tags tags(DenseNodes nodes, int from, int to) {
        String[] pairs = new String[to - from];
        for (int i = from; i < to; i++) {
            pairs[i - from] = string(i < nodes.getKeysValsCount() ? nodes.getKeysVals(i) : -1);
        }
        return new Tags(pairs);
    }

    private void way(Way way, ElementSink sink) {
        long[] nodes = new long[way.getRefsCount()];
        long id = 0;
        for (int i = 0; i < nodes.length; i++) {
            id += way.getRefs(i);
            nodes[i] = id;
        }
        sink.way(way.getId(), nodes, tags(way.getKeysList(), way.getValsList()));
    }

    private void relation(Relation relation, ElementSink sink) {
        int count = relation.getMemidsCount();
        if (relation.getTypesCount() != count) {
            throw new IllegalArgumentException("relation " + relation.getId() + " has " + count + " members of "
                    + relation.getTypesCount() + " types");
        }
        long[] ways = new long[count];
        int found = 0;
        long id = 0;
        for (int i = 0; i < count; i++) {
            id += relation.getMemids(i);
            if (relation.getTypes(i) == Relation.MemberType.WAY) {
                ways[found++] = id;
            }
        }
        sink.relation(
                relation.getId(), Arrays.copyOf(ways, found), tags(relation.getKeysList(), relation.getValsList()));
    }

    private Tags tags(List<Integer> keys, List<Integer> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException(keys.size() + " keys with " + values.size() + " values");
        }
        if (keys.isEmpty()) {
            return Tags.NONE;
        }
        String[] pairs = new String[2 * keys.size()];
        for (int i = 0; i < keys.size(); i++) {
            pairs[2 * i] = string(keys.get(i));
            pairs[2 * i + 1] = string(values.get(i));
        }
        return new Tags(pairs);
    }

    private String string(int index) {
        if (index < 0 || index >= strings.length) {
            throw new IllegalArgumentException("string " + index + " of " + strings.length);
        }
        String known = strings[index];
        if (known == null) {
            known = block.getStringtable().getS(index).toStringUtf8();
            strings[index] = known;
        }
        return known;
    }

    private int latitude(long raw) {
        return within(block.getLatOffset() + block.getGranularity() * raw, MAX_LATITUDE, "latitude");
    }

    private int longitude(long raw) {
        return within(block.getLonOffset() + block.getGranularity() * raw, MAX_LONGITUDE, "longitude");
    }

    /** From 1e-9 to 1e-7 degrees. */
    private static int within(long nanodegrees, long most, String what) {
        long value = Math.floorDiv(nanodegrees + 50, 100L);
        if (value < -most || value > most) {
            throw new IllegalArgumentException(what + " of " + nanodegrees + "e-9 degrees");
        }
        return (int) value;
    }
}

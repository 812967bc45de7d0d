package org.geor1.osm.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geor1.osm.map.Feature;
import org.geor1.osm.map.Feature.Area;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Line;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.map.Recipes;
import org.geor1.osm.pbf.PbfFile;

/**
 * Reads an extract in two passes: nodes and relations, then ways. Relations come last in a file and say which ways matter
 * to them, so one pass would have to keep all ways.
 */
public final class OsmExtract {

    private static final int MIN_ARMS = 3;

    /** Of a feature beside its positions: objects, and its place in the index. */
    private static final int FEATURE_BYTES = 200;

    private final MemoryBudget budget;
    private final NodeTable table;
    private final List<Feature> features = new ArrayList<>();
    private final List<Multipolygon> multipolygons = new ArrayList<>();
    private final Map<Long, int[]> lines = new HashMap<>();
    private final Set<String> countries = new TreeSet<>();
    private final BitSet blobsWithWays = new BitSet();
    private byte[] arms = new byte[0];
    private long missing;
    private long broken;
    private long open;
    private long oversize;

    private OsmExtract(MemoryBudget budget) {
        this.budget = budget;
        this.table = new NodeTable(budget);
    }

    /** The map of an extract, and what was read. */
    public record Result(OsmMap map, ReadCounts counts) {}

    /**
     * @throws IOException if the file cannot be read or is no PBF; a message about its content names blob and byte
     * @throws UnsuitableExtract if it is not sorted, or too large for the heap
     */
    public static Result read(Path file) throws IOException {
        return read(file, MemoryBudget.ofThisHeap());
    }

    static Result read(Path file, MemoryBudget budget) throws IOException {
        return new OsmExtract(budget).readBoth(new PbfFile(file));
    }

    private Result readBoth(PbfFile file) throws IOException {
        file.read(blob -> true, FirstPass::of, this::take);
        Set<Long> members = new HashSet<>();
        for (Multipolygon multipolygon : multipolygons) {
            for (long way : multipolygon.ways()) {
                members.add(way);
            }
        }
        arms = new byte[table.size()];
        file.read(blobsWithWays::get, block -> SecondPass.of(block, table, members), this::take);
        multipolygons.forEach(this::join);
        ReadCounts counts = new ReadCounts(table.size(), features.size(), missing, broken, open, oversize);
        return new Result(new OsmMap(features, junctions(), Countries.single(countries)), counts);
    }

    private void take(FirstPass found) {
        table.add(found.ids(), found.positions());
        keep(found.trees());
        multipolygons.addAll(found.multipolygons());
        countries.addAll(found.countries());
        oversize += found.oversize();
        if (found.hasWays()) {
            blobsWithWays.set(found.number());
        }
    }

    private void take(SecondPass found) {
        keep(found.features());
        found.lines().values().forEach(line -> budget.spend(FEATURE_BYTES + (long) Integer.BYTES * line.length));
        lines.putAll(found.lines());
        missing += found.missing();
        broken += found.broken();
        for (int place : found.arms()) {
            arms[place] = (byte) Math.min(MIN_ARMS, arms[place] + 1);
        }
    }

    private void join(Multipolygon multipolygon) {
        List<int[]> parts = new ArrayList<>();
        for (long way : multipolygon.ways()) {
            int[] line = lines.get(way);
            if (line != null) {
                parts.add(line);
            }
        }
        Rings.Result joined = Rings.join(parts);
        open += joined.leftOver();
        Feature area = Recipes.area(joined.rings(), multipolygon.tags());
        if (area != null && joined.rings().length > 0) {
            keep(List.of(area));
        }
    }

    private void keep(List<Feature> found) {
        for (Feature feature : found) {
            budget.spend(FEATURE_BYTES + (long) Integer.BYTES * numbers(feature));
        }
        features.addAll(found);
    }

    private static int numbers(Feature feature) {
        if (feature instanceof Building building) {
            return Arrays.stream(building.rings()).mapToInt(ring -> ring.length).sum();
        }
        if (feature instanceof Area area) {
            return Arrays.stream(area.rings()).mapToInt(ring -> ring.length).sum();
        }
        if (feature instanceof Street street) {
            return street.line().length;
        }
        return feature instanceof Line line ? line.line().length : 0;
    }

    private int[] junctions() {
        int[] found = new int[16];
        int size = 0;
        for (int place = 0; place < arms.length; place++) {
            if (arms[place] == MIN_ARMS) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, 2 * size);
                }
                found[size++] = table.longitude(place);
                found[size++] = table.latitude(place);
            }
        }
        return Arrays.copyOf(found, size);
    }
}

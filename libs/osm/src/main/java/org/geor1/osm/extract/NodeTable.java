package org.geor1.osm.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the nodes of an extract are: 16 bytes a node, in pieces, so that growing copies nothing. Ids come in ascending
 * order, as extracts are sorted, and are found by bisection.
 */
final class NodeTable {

    private static final int PIECE_BITS = 16;
    private static final int PIECE = 1 << PIECE_BITS;

    private static final int BYTES = 16;

    private final MemoryBudget budget;
    private final List<long[]> ids = new ArrayList<>();
    private final List<int[]> positions = new ArrayList<>();
    private int size;

    NodeTable(MemoryBudget budget) {
        this.budget = budget;
    }

    int size() {
        return size;
    }

    /**
     * @param positions longitude and latitude in turns
     * @throws UnsuitableExtract if the ids do not ascend, or there is no memory for them
     */
    void add(long[] newIds, int[] newPositions) {
        budget.spend((long) BYTES * newIds.length);
        for (int i = 0; i < newIds.length; i++) {
            if (size > 0 && newIds[i] <= id(size - 1)) {
                throw new UnsuitableExtract("node " + newIds[i] + " comes after node " + id(size - 1)
                        + ", but nodes have to be sorted by id. Sort them: osmium sort IN.osm.pbf -o OUT.osm.pbf");
            }
            int at = size & PIECE - 1;
            if (at == 0) {
                ids.add(new long[PIECE]);
                positions.add(new int[2 * PIECE]);
            }
            int piece = size >> PIECE_BITS;
            ids.get(piece)[at] = newIds[i];
            positions.get(piece)[2 * at] = newPositions[2 * i];
            positions.get(piece)[2 * at + 1] = newPositions[2 * i + 1];
            size++;
        }
    }

    private long id(int index) {
        return ids.get(index >> PIECE_BITS)[index & PIECE - 1];
    }

    /** The place of the node in this table, or -1 if the extract lacks it. */
    int indexOf(long id) {
        int low = 0;
        int high = ids.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (ids.get(middle)[0] <= id) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (high < 0) {
            return -1;
        }
        int filled = low == ids.size() - 1 ? (size - 1 & PIECE - 1) + 1 : PIECE;
        int at = Arrays.binarySearch(ids.get(low), 0, filled, id);
        return at < 0 ? -1 : (low << PIECE_BITS) + at;
    }

    int longitude(int index) {
        return positions.get(index >> PIECE_BITS)[2 * (index & PIECE - 1)];
    }

    int latitude(int index) {
        return positions.get(index >> PIECE_BITS)[2 * (index & PIECE - 1) + 1];
    }
}

package org.geor1.osm.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the lines of a multipolygon into closed rings. Which ring is a hole does not matter here: rings are filled by the
 * even-odd rule, and that gives the same area however lines that meet are joined.
 */
final class Rings {

    private final Map<Long, Deque<int[]>> byEnd = new HashMap<>();
    private final List<int[]> closed = new ArrayList<>();
    private int leftOver;

    private Rings() {}

    /** The rings, and how many lines are part of none. */
    record Result(int[][] rings, int leftOver) {}

    /** @param lines longitude and latitude in turns; a closed one ends where it starts */
    static Result join(List<int[]> lines) {
        Rings rings = new Rings();
        for (int[] line : lines) {
            if (start(line) == end(line)) {
                rings.close(line);
            } else {
                rings.byEnd
                        .computeIfAbsent(start(line), at -> new ArrayDeque<>())
                        .add(line);
                rings.byEnd.computeIfAbsent(end(line), at -> new ArrayDeque<>()).add(line);
            }
        }
        for (int[] line : lines) {
            if (start(line) != end(line) && rings.take(line)) {
                rings.follow(line);
            }
        }
        return new Result(rings.closed.toArray(int[][]::new), rings.leftOver);
    }

    private void follow(int[] first) {
        List<int[]> path = new ArrayList<>(List.of(first));
        long target = start(first);
        long at = end(first);
        while (at != target) {
            Deque<int[]> candidates = byEnd.getOrDefault(at, new ArrayDeque<>());
            int[] next = candidates.peek();
            if (next == null) {
                leftOver += path.size();
                return;
            }
            take(next);
            int[] ahead = start(next) == at ? next : reversed(next);
            path.add(ahead);
            at = end(ahead);
        }
        int length = path.stream().mapToInt(line -> line.length - 2).sum();
        int[] ring = new int[length + 2];
        int filled = 0;
        for (int[] line : path) {
            System.arraycopy(line, 0, ring, filled, line.length);
            filled += line.length - 2;
        }
        close(ring);
    }

    /** Without the repeated last point. */
    private void close(int[] ring) {
        if (ring.length >= 8) {
            closed.add(Arrays.copyOf(ring, ring.length - 2));
        }
    }

    /** False if the line is part of a path already. */
    private boolean take(int[] line) {
        return remove(start(line), line) && remove(end(line), line);
    }

    private boolean remove(long at, int[] line) {
        Deque<int[]> lines = byEnd.get(at);
        // By identity: arrays have no other equality.
        return lines != null && lines.remove(line);
    }

    private static int[] reversed(int[] line) {
        int[] turned = new int[line.length];
        for (int i = 0; i < line.length; i += 2) {
            turned[line.length - 2 - i] = line[i];
            turned[line.length - 1 - i] = line[i + 1];
        }
        return turned;
    }

    private static long start(int[] line) {
        return point(line, 0);
    }

    private static long end(int[] line) {
        return point(line, line.length - 2);
    }

    private static long point(int[] line, int at) {
        return (long) line[at] << 32 | line[at + 1] & 0xFFFFFFFFL;
    }
}

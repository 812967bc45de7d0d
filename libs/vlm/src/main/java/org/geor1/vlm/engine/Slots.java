package org.geor1.vlm.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which completion each cell of the grid [prompts, branches] draws. The grid starts full and shrinks as completions end;
 * rows shorter than the longest are padded with empty cells.
 *
 * @param rows prompts of the batch, one per row
 * @param sequences completion of each cell, or {@link #NONE}
 * @param fromRows rows of the grid that this one was cut from
 * @param fromColumns its columns, for each cell
 */
record Slots(int[] rows, int[][] sequences, long[] fromRows, long[][] fromColumns) {

    static final int NONE = -1;

    /** A smaller grid costs a copy of the caches, so it must save enough. */
    static final double WORTH = 0.75;

    static Slots full(int prompts, int branches) {
        int[][] sequences = new int[prompts][branches];
        for (int i = 0; i < prompts * branches; i++) {
            sequences[i / branches][i % branches] = i;
        }
        return new Slots(IntStream.range(0, prompts).toArray(), sequences, new long[0], new long[0][]);
    }

    int columns() {
        return sequences[0].length;
    }

    int cells() {
        return rows.length * columns();
    }

    /** Completion of a cell counted along the rows, or {@link #NONE}. */
    int sequence(int cell) {
        return sequences[cell / columns()][cell % columns()];
    }

    /**
     * This grid without the completions that have ended, or this one itself if more than {@code worth} of it would stay.
     */
    Slots without(IntPredicate ended, double worth) {
        List<Integer> keptRows = new ArrayList<>();
        List<int[]> alive = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            int[] line = sequences[row];
            int[] columns = IntStream.range(0, line.length)
                    .filter(column -> line[column] != NONE && !ended.test(line[column]))
                    .toArray();
            if (columns.length > 0) {
                keptRows.add(row);
                alive.add(columns);
            }
        }
        int width = alive.stream().mapToInt(columns -> columns.length).max().orElse(0);
        if (width == 0 || keptRows.size() * width == cells() || keptRows.size() * width > worth * cells()) {
            return this;
        }
        int[] prompts = new int[keptRows.size()];
        int[][] kept = new int[keptRows.size()][width];
        long[] fromRows = new long[keptRows.size()];
        long[][] fromColumns = new long[keptRows.size()][width];
        for (int i = 0; i < prompts.length; i++) {
            int row = keptRows.get(i);
            prompts[i] = rows[row];
            fromRows[i] = row;
            Arrays.fill(kept[i], NONE);
            int[] columns = alive.get(i);
            for (int j = 0; j < columns.length; j++) {
                kept[i][j] = sequences[row][columns[j]];
                fromColumns[i][j] = columns[j];
            }
        }
        return new Slots(prompts, kept, fromRows, fromColumns);
    }
}

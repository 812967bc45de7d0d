package org.geor1.vlm.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.sampling.DecodeConstants;
import org.geor1.vlm.engine.sampling.Drawn;
import org.geor1.vlm.engine.sampling.SamplerScript;
import org.geor1.vlm.engine.sampling.SamplingPolicy;
import org.geor1.vlm.engine.sampling.Sequence;
import org.geor1.vlm.engine.sampling.SequenceOwner;
import org.geor1.vlm.model.QwenModel;
import org.jspecify.annotations.Nullable;

/** One call of the decoding script for all lanes: lays out their rows, runs some steps, distributes the tokens. */
final class DecodeCall implements Runnable {

    private final QwenModel model;
    private final List<Lane> lanes;
    private final int steps;
    private final DecodeConstants constants;
    private final @Nullable Sequence[] rows;
    private long taken;

    private DecodeCall(QwenModel model, List<Lane> lanes, int steps, DecodeConstants constants) {
        this.model = model;
        this.lanes = lanes;
        this.steps = steps;
        this.constants = constants;
        int cells = cells(lanes);
        // Few rows that are not a multiple of four would use other kernels than the same rows in a larger batch.
        this.rows = new Sequence[(cells + 3) / 4 * 4];
        int at = 0;
        for (Lane lane : lanes) {
            for (int cell = 0; cell < lane.cells(); cell++) {
                Sequence sequence = lane.sequence(cell);
                rows[at++] = sequence == null || sequence.ended() ? null : sequence;
            }
        }
    }

    /** At most {@code parts} calls of about equal size, which may run side by side. */
    static List<DecodeCall> split(QwenModel model, List<Lane> lanes, int steps, int parts, DecodeConstants constants) {
        List<List<Lane>> shares = new ArrayList<>();
        for (int i = 0; i < Math.min(parts, lanes.size()); i++) {
            shares.add(new ArrayList<>());
        }
        lanes.stream()
                .sorted(Comparator.comparingInt(Lane::cells).reversed())
                .forEach(lane -> Collections.min(shares, Comparator.comparingInt(DecodeCall::cells))
                        .add(lane));
        return shares.stream()
                .map(share -> new DecodeCall(model, share, steps, constants))
                .toList();
    }

    private static int cells(List<Lane> lanes) {
        return lanes.stream().mapToInt(Lane::cells).sum();
    }

    /** Tokens added to sequences. */
    long taken() {
        return taken;
    }

    /** Draws tokens and adds them to their sequences. */
    @Override
    public void run() {
        try (NDManager scope = model.newScope()) {
            NDList prefixes = new NDList();
            NDList own = new NDList();
            NDList bias = new NDList();
            for (Lane lane : lanes) {
                prefixes.addAll(lane.prefix().layers());
                own.addAll(lane.own());
                bias.add(lane.bias());
            }
            SamplerScript.Rows given = new SamplerScript.Rows(
                    scope.create(longs(sequence -> sequence.last())),
                    scope.create(longs(Sequence::position)),
                    scope.create(ended()),
                    uniforms(scope),
                    sampling(scope),
                    seen(scope),
                    choices(scope),
                    scope.create(choosing()));
            SamplerScript.Lanes table = new SamplerScript.Lanes(prefixes, own, bias, laneTable(scope));
            handOut(new SamplerScript(model).decode(scope, table, given, constants, modes()), constants.endOfTurn());
        }
    }

    private void handOut(Drawn drawn, int endOfTurn) {
        for (int row = 0; row < rows.length; row++) {
            Sequence sequence = rows[row];
            for (int step = 0; sequence != null && step < drawn.steps() && !sequence.ended(); step++) {
                sequence.add(drawn, step, row, endOfTurn);
                taken++;
            }
        }
        lanes.forEach(lane -> lane.advance(drawn.steps()));
    }

    private NDArray laneTable(NDManager scope) {
        long[] table = new long[3 * lanes.size()];
        int first = 0;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            table[3 * i] = first;
            table[3 * i + 1] = lane.branches();
            table[3 * i + 2] = lane.step();
            first += lane.cells();
        }
        return scope.create(table, new Shape(lanes.size(), 3));
    }

    private long[] longs(java.util.function.ToLongFunction<Sequence> value) {
        return Arrays.stream(rows)
                .mapToLong(sequence -> sequence == null ? 0 : value.applyAsLong(sequence))
                .toArray();
    }

    private boolean[] ended() {
        boolean[] ended = new boolean[rows.length];
        for (int row = 0; row < rows.length; row++) {
            ended[row] = rows[row] == null;
        }
        return ended;
    }

    private NDArray uniforms(NDManager scope) {
        float[] values = new float[steps * rows.length];
        for (int row = 0; row < rows.length; row++) {
            Sequence sequence = rows[row];
            if (sequence != null) {
                int drawn = Math.min(steps, sequence.remaining());
                for (int step = 0; step < drawn; step++) {
                    values[step * rows.length + row] = sequence.uniform(step);
                }
            }
        }
        return scope.create(values, new Shape(steps, rows.length));
    }

    private NDArray sampling(NDManager scope) {
        List<SamplingParams> params = new ArrayList<>();
        for (Sequence sequence : rows) {
            params.add(sequence == null ? DecodeConstants.FILLING : sequence.sampling());
        }
        return scope.create(SamplingPolicy.table(params), new Shape(5, rows.length));
    }

    private SamplerScript.Modes modes() {
        boolean truncates = false;
        boolean penalizes = false;
        boolean chooses = false;
        boolean processes = false;
        int alternatives = 0;
        for (Sequence sequence : rows) {
            if (sequence != null) {
                SequenceOwner owner = sequence.owner();
                truncates |= sequence.sampling().truncates();
                penalizes |= penalized(sequence);
                chooses |= owner.choiceIds().length > 0;
                alternatives = Math.max(alternatives, owner.alternatives());
                processes |= owner.detailed();
            }
        }
        return new SamplerScript.Modes(truncates, penalizes, chooses, alternatives, processes);
    }

    private static boolean penalized(Sequence sequence) {
        return sequence.sampling().repetitionPenalty() != 1;
    }

    private NDArray seen(NDManager scope) {
        long[][] ids = new long[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            Sequence sequence = rows[row];
            ids[row] = sequence == null || !penalized(sequence)
                    ? new long[0]
                    : Arrays.stream(sequence.seen()).asLongStream().toArray();
        }
        return table(scope, ids);
    }

    private NDArray choices(NDManager scope) {
        long[][] ids = new long[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            Sequence sequence = rows[row];
            ids[row] = sequence == null
                    ? new long[0]
                    : Arrays.stream(sequence.owner().choiceIds()).asLongStream().toArray();
        }
        return table(scope, ids);
    }

    private boolean[] choosing() {
        boolean[] choosing = new boolean[rows.length];
        for (int row = 0; row < rows.length; row++) {
            Sequence sequence = rows[row];
            choosing[row] = sequence != null && sequence.owner().choiceIds().length > 0;
        }
        return choosing;
    }

    /** Rows of ids, each padded with its first one. */
    private static NDArray table(NDManager scope, long[][] ids) {
        int width =
                Math.max(1, Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(1));
        long[] flat = new long[ids.length * width];
        for (int row = 0; row < ids.length; row++) {
            for (int i = 0; i < width && ids[row].length > 0; i++) {
                flat[row * width + i] = ids[row][i < ids[row].length ? i : 0];
            }
        }
        return scope.create(flat, new Shape(ids.length, width));
    }
}

package org.geor1.geo.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The function that never falls and is nearest to some points in squared distance, found by pooling adjacent violators (Ayer
 * et al., 1955). Between two known inputs it is a straight line, and beyond the outermost ones it stays level, as in
 * scikit-learn with {@code out_of_bounds="clip"}.
 *
 * @param inputs distinct, in ascending order; at least one
 * @param values of the function at the inputs
 */
public record IsotonicRegression(List<Double> inputs, List<Double> values) {

    public IsotonicRegression {
        if (inputs.isEmpty() || inputs.size() != values.size()) {
            throw new IllegalArgumentException(
                    inputs.size() + " inputs and " + values.size() + " values are no function");
        }
        inputs = List.copyOf(inputs);
        values = List.copyOf(values);
    }

    /** Neighbouring inputs with one value. */
    private record Block(double sum, int points, int inputs) {

        double mean() {
            return sum / points;
        }

        Block with(Block next) {
            return new Block(sum + next.sum, points + next.points, inputs + next.inputs);
        }
    }

    /**
     * @param x one input for each point, in any order
     * @param y what was observed there
     */
    public static IsotonicRegression fit(double[] x, double[] y) {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(x.length + " inputs and " + y.length + " observations are no points");
        }
        int[] order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble(point -> x[point]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Double> inputs = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (int first = 0; first < order.length; ) {
            int end = first;
            double sum = 0;
            while (end < order.length && x[order[end]] == x[order[first]]) {
                sum += y[order[end++]];
            }
            inputs.add(x[order[first]]);
            push(blocks, new Block(sum, end - first, 1));
            first = end;
        }
        List<Double> values = new ArrayList<>();
        for (Block block : blocks) {
            for (int i = 0; i < block.inputs; i++) {
                values.add(block.mean());
            }
        }
        return new IsotonicRegression(inputs, values);
    }

    private static void push(List<Block> blocks, Block next) {
        Block pooled = next;
        while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).mean() >= pooled.mean()) {
            pooled = blocks.remove(blocks.size() - 1).with(pooled);
        }
        blocks.add(pooled);
    }

    /** The function's value at an input. */
    public double at(double x) {
        int above = 0;
        while (above < inputs.size() && inputs.get(above) < x) {
            above++;
        }
        if (above == inputs.size()) {
            return values.get(above - 1);
        }
        if (above == 0 || inputs.get(above) == x) {
            return values.get(above);
        }
        double low = inputs.get(above - 1);
        double way = (x - low) / (inputs.get(above) - low);
        return values.get(above - 1) + way * (values.get(above) - values.get(above - 1));
    }
}

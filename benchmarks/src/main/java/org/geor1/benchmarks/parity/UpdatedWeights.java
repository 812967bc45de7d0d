package org.geor1.benchmarks.parity;

import java.nio.file.Path;
import java.util.List;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;

/** Weights after whole updates: samples of each tensor, and the sums of its changes, so that every weight matters. */
final class UpdatedWeights {

    private static final double TOLERANCE = 1e-5;

    /** Relative to the largest change in the same tensor, so that large weights do not hide a wrong one. */
    private static final double CHANGE_TOLERANCE = 0.01;

    private double weightGap;
    private double changeGap;
    private double sumGap;

    private UpdatedWeights() {}

    static List<Check> compare(String what, Goldens goldens, Path before, Path after) {
        UpdatedWeights gaps = new UpdatedWeights();
        try (Checkpoint old = Checkpoint.open(before);
                Checkpoint updated = Checkpoint.open(after);
                Safetensors golden = goldens.openTraining("grpo_step.safetensors")) {
            for (WeightNames.Weight weight : WeightNames.expected(old.config())) {
                float[] was = floats(old, weight.name());
                float[] is = floats(updated, weight.name());
                gaps.samples(weight.name(), is, was, golden);
                if (weight.shape().size() > 1) {
                    gaps.sums(weight.name(), is, was, golden);
                }
            }
        }
        String subject = before.getFileName().toString();
        return List.of(
                new Check(subject, what + ", weights, of scale", TOLERANCE, gaps.weightGap),
                new Check(subject, what + ", changes, of their scale", CHANGE_TOLERANCE, gaps.changeGap),
                new Check(subject, what + ", sums of changes, of scale", TOLERANCE, gaps.sumGap));
    }

    private void samples(String name, float[] is, float[] was, Safetensors golden) {
        float[] samples = golden.floats(name + ".samples");
        int[] places = Goldens.ints(golden, name + ".places");
        float[] now = Distance.rows(is, 1, places);
        double gap = Distance.max(now, samples);
        weightGap = Math.max(weightGap, gap / Distance.scale(is));
        changeGap = Math.max(changeGap, gap / Distance.max(Distance.rows(was, 1, places), samples));
    }

    /** By rows and by columns. */
    private void sums(String name, float[] is, float[] was, Safetensors golden) {
        double[] rows = doubles(golden.floats(name + ".rows"));
        double[] columns = doubles(golden.floats(name + ".columns"));
        double[] ownRows = new double[rows.length];
        double[] ownColumns = new double[columns.length];
        for (int i = 0; i < is.length; i++) {
            double change = (double) is[i] - was[i];
            ownRows[i / columns.length] += change;
            ownColumns[i % columns.length] += change;
        }
        double gap = Math.max(Distance.max(ownRows, rows), Distance.max(ownColumns, columns));
        sumGap = Math.max(sumGap, gap / Distance.scale(is));
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static float[] floats(Checkpoint checkpoint, String name) {
        return FloatBits.toFloats(checkpoint.bytes(name), checkpoint.info(name).dtype());
    }
}

package org.geor1.rl.optimizer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.TensorBytes;
import org.geor1.vlm.torch.TorchScript;

/**
 * Fused AdamW over a list of weights: one script call clips the gradients and updates everything in place. If weights or
 * moments are bf16 or moments are offloaded, it works piece by piece in fp32; the random bits of its rounding depend only
 * on seed and step.
 */
public final class AdamW implements AutoCloseable {

    /**
     * @param weightDecay decoupled
     * @param maxGradNorm clipping threshold of the global norm; 0 clips nothing
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {}

    private static final String FILE = "optimizer.safetensors";

    private final AdamwScript script;
    private final NDManager manager;
    private final List<NDArray> weights;
    private final IntPredicate decays;
    private final List<NDArray> expAvg = new ArrayList<>();
    private final List<NDArray> expAvgSq = new ArrayList<>();
    private final List<NDArray> steps = new ArrayList<>();
    private final Settings settings;
    private final MemoryOptions memory;
    private final long seed;
    private final TensorBytes bytes;

    /**
     * @param script has {@code adamw.py} and {@code weights.py}
     * @param decays whether weight decay applies to a weight, by index
     */
    public AdamW(
            TorchScript script,
            Device device,
            List<NDArray> weights,
            IntPredicate decays,
            Settings settings,
            MemoryOptions memory,
            long seed) {
        this.script = new AdamwScript(script);
        this.manager = Engine.getEngine("PyTorch").newBaseManager(memory.offloadOptimizer() ? Device.cpu() : device);
        this.weights = weights;
        this.decays = decays;
        this.settings = settings;
        this.memory = memory;
        this.seed = seed;
        this.bytes = new TensorBytes(script, manager);
        for (NDArray weight : weights) {
            expAvg.add(this.script.moment(manager, weight, memory.optimStates()));
            expAvgSq.add(this.script.moment(manager, weight, memory.optimStates()));
            steps.add(manager.zeros(new Shape(), DataType.FLOAT32));
        }
    }

    /**
     * As in PyTorch, a weight without a gradient is skipped: it does not decay, and its moments and step count stay.
     *
     * @param gradients one per weight; empty for a weight without one
     * @param step number of earlier steps
     * @return the gradients' global norm before clipping; not finite if the step was skipped
     */
    public double step(NDManager scope, List<NDArray> gradients, double learningRate, long step) {
        List<Integer> used = IntStream.range(0, weights.size())
                .filter(i -> !gradients.get(i).isEmpty())
                .boxed()
                .toList();
        if (used.isEmpty()) {
            return 0;
        }
        NDArray norm =
                script.globalNorm(scope, used.stream().map(gradients::get).toList());
        double value = norm.toFloatArray()[0];
        if (Double.isFinite(value)) {
            long[] seeds = seeds(seed, step, weights.size());
            used.stream()
                    .collect(Collectors.groupingBy(
                            i -> decays.test(i) ? settings.weightDecay() : 0, TreeMap::new, Collectors.toList()))
                    .forEach((weightDecay, group) -> {
                        AdamwScript.Tensors tensors = new AdamwScript.Tensors(
                                chosen(weights, group),
                                chosen(gradients, group),
                                chosen(expAvg, group),
                                chosen(expAvgSq, group),
                                chosen(steps, group));
                        NDArray values = values(scope, learningRate, weightDecay);
                        if (inOnePiece()) {
                            script.step(scope, tensors, norm, values);
                        } else {
                            script.stepByPieces(
                                    scope,
                                    tensors,
                                    norm,
                                    values,
                                    group.stream().mapToLong(i -> seeds[i]).toArray());
                        }
                    });
        }
        return value;
    }

    private static List<NDArray> chosen(List<NDArray> all, List<Integer> places) {
        return places.stream().map(all::get).toList();
    }

    private NDArray values(NDManager scope, double learningRate, double weightDecay) {
        return scope.create(new float[] {
            (float) learningRate,
            (float) settings.beta1(),
            (float) settings.beta2(),
            (float) settings.epsilon(),
            (float) weightDecay,
            (float) settings.maxGradNorm()
        });
    }

    private boolean inOnePiece() {
        return memory.weightsDtype() == Precision.FP32
                && memory.optimStates() == Precision.FP32
                && !memory.offloadOptimizer();
    }

    /** Seeds of each tensor's random bits at this step. */
    public static long[] seeds(long seed, long step, int tensors) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + step);
        return random.longs(tensors).toArray();
    }

    public void save(Path directory) {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            tensors.add(bytes.of("exp_avg." + i, expAvg.get(i), memory.optimStates()));
            tensors.add(bytes.of("exp_avg_sq." + i, expAvgSq.get(i), memory.optimStates()));
            tensors.add(bytes.of("step." + i, steps.get(i), Precision.FP32));
        }
        SafetensorsWriter.writeFile(directory.resolve(FILE), tensors);
    }

    /** Reads moments of either type. */
    public void load(Path directory) {
        try (Safetensors stored = Safetensors.open(directory.resolve(FILE))) {
            for (int i = 0; i < weights.size(); i++) {
                bytes.read(stored, "exp_avg." + i, expAvg.get(i));
                bytes.read(stored, "exp_avg_sq." + i, expAvgSq.get(i));
                bytes.read(stored, "step." + i, steps.get(i));
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

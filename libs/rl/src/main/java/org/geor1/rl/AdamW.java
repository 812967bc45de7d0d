package org.geor1.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.checkpoint.DType;
import org.geor1.vlm.checkpoint.Safetensors;
import org.geor1.vlm.checkpoint.SafetensorsWriter;
import org.geor1.vlm.torch.TorchScript;

/** AdamW over a list of weights, fused: one script call clips the gradients and updates everything in place. */
final class AdamW implements AutoCloseable {

    /**
     * @param weightDecay decoupled
     * @param maxGradNorm clipping threshold of the global norm
     */
    record Settings(double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {}

    private static final String FILE = "optimizer.safetensors";

    private final NDManager manager;
    private final List<NDArray> weights;
    private final List<NDArray> expAvg = new ArrayList<>();
    private final List<NDArray> expAvgSq = new ArrayList<>();
    private final List<NDArray> steps = new ArrayList<>();
    private final Settings settings;

    AdamW(NDManager parent, List<NDArray> weights, Settings settings) {
        this.manager = parent.newSubManager();
        this.weights = weights;
        this.settings = settings;
        for (NDArray weight : weights) {
            expAvg.add(manager.zeros(weight.getShape(), DataType.FLOAT32));
            expAvgSq.add(manager.zeros(weight.getShape(), DataType.FLOAT32));
            steps.add(manager.zeros(new Shape(), DataType.FLOAT32));
        }
    }

    /** @return the gradients' global norm before clipping; not finite if the step was skipped */
    double step(TorchScript script, NDManager scope, List<NDArray> gradients, double learningRate) {
        NDArray values = scope.create(new float[] {
            (float) learningRate,
            (float) settings.beta1(),
            (float) settings.beta2(),
            (float) settings.epsilon(),
            (float) settings.weightDecay(),
            (float) settings.maxGradNorm()
        });
        return script.call(scope, "adamw_step", weights, gradients, expAvg, expAvgSq, steps, values)
                .singletonOrThrow()
                .toFloatArray()[0];
    }

    void save(Path directory) {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            tensors.add(tensor("exp_avg." + i, expAvg.get(i)));
            tensors.add(tensor("exp_avg_sq." + i, expAvgSq.get(i)));
            tensors.add(tensor("step." + i, steps.get(i)));
        }
        SafetensorsWriter.writeFile(directory.resolve(FILE), tensors);
    }

    private static SafetensorsWriter.Tensor tensor(String name, NDArray array) {
        List<Long> shape = new ArrayList<>();
        for (long size : array.getShape().getShape()) {
            shape.add(size);
        }
        return SafetensorsWriter.Tensor.of(name, DType.F32, shape, array.toByteBuffer());
    }

    void load(Path directory) {
        try (Safetensors stored = Safetensors.open(directory.resolve(FILE))) {
            for (int i = 0; i < weights.size(); i++) {
                restore(stored, "exp_avg." + i, expAvg.get(i));
                restore(stored, "exp_avg_sq." + i, expAvgSq.get(i));
                restore(stored, "step." + i, steps.get(i));
            }
        }
    }

    private static void restore(Safetensors stored, String name, NDArray into) {
        float[] values = stored.floats(name);
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        into.set(bytes);
    }

    @Override
    public void close() {
        manager.close();
    }
}

package org.geor1.vlm.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.model.input.ImageBatch;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;

/** A Qwen2.5-VL model on a device: its weights and the compiled scripts that use them. One thread at a time. */
public final class QwenModel implements AutoCloseable {

    /** Smallest matrix, in elements, whose products are worth several processors (measured). */
    private static final long LARGE = 1 << 18;

    private final Qwen25VlConfig config;
    private final Precision precision;
    private final Packing packing;
    private final TorchScript script;
    private QwenWeights weights;

    private QwenModel(
            Qwen25VlConfig config, Precision precision, Packing packing, QwenWeights weights, TorchScript script) {
        this.config = config;
        this.precision = precision;
        this.packing = packing;
        this.weights = weights;
        this.script = script;
    }

    /** Loads the checkpoint in {@code directory}, in fp32. */
    public static QwenModel load(Path directory, Device device) {
        return load(directory, device, Precision.FP32);
    }

    /** Loads the checkpoint in {@code directory}, converted to {@code precision} if it is stored in another. */
    public static QwenModel load(Path directory, Device device, Precision precision) {
        return load(directory, device, precision, Packing.NONE);
    }

    /** Like {@link #load}, read-only: on the CPU large matrices are packed if that multiplies faster. */
    public static QwenModel loadForInference(Path directory, Device device, Precision precision) {
        return load(directory, device, precision, device.isGpu() ? Packing.NONE : Packing.onThisProcessor());
    }

    /** Like {@link #load}, with matrices packed as {@code packing} says. */
    public static QwenModel load(Path directory, Device device, Precision precision, Packing packing) {
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            Qwen25VlConfig config = checkpoint.config();
            TorchScript script = compile(config, packing, device);
            try {
                QwenWeights weights = QwenWeights.load(checkpoint, newManager(device), script, precision, packing);
                return new QwenModel(config, precision, packing, weights, script);
            } catch (RuntimeException e) {
                script.close();
                throw e;
            }
        }
    }

    /** A model with the weights that {@code initial} gives; see {@link QwenWeights#create}. */
    public static QwenModel create(
            Qwen25VlConfig config, Device device, Function<WeightNames.Weight, float[]> initial) {
        TorchScript script = compile(config, Packing.NONE, device);
        QwenWeights weights = QwenWeights.create(config, newManager(device), script, initial);
        return new QwenModel(config, Precision.FP32, Packing.NONE, weights, script);
    }

    private static NDManager newManager(Device device) {
        return Engine.getEngine("PyTorch").newBaseManager(device);
    }

    private static TorchScript compile(Qwen25VlConfig config, Packing packing, Device device) {
        return TorchScript.compile(ModelScripts.source(config, packing), device);
    }

    /** A new copy of the model's script source, for other modules to add scripts that call it. */
    public ScriptSource scripts() {
        return ModelScripts.source(config, packing);
    }

    public Qwen25VlConfig config() {
        return config;
    }

    /** The type of weights and activations. */
    public Precision precision() {
        return precision;
    }

    public QwenWeights weights() {
        return weights;
    }

    public TorchScript script() {
        return script;
    }

    /** Replaces the weights by those of another checkpoint of the same configuration. */
    public void replaceWeights(Path directory) {
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            if (!checkpoint.config().text().equals(config.text())
                    || !checkpoint.config().vision().equals(config.vision())) {
                throw new IllegalArgumentException("the new weights belong to a model of another size");
            }
            QwenWeights next =
                    QwenWeights.load(checkpoint, newManager(weights.manager().getDevice()), script, precision, packing);
            weights.close();
            weights = next;
        }
    }

    /** Scope for the tensors of one call. */
    public NDManager newScope() {
        return weights.manager().newSubManager();
    }

    /** Whether the largest matrix is worth several processors. */
    public boolean hasLargeMatrices() {
        Qwen25VlConfig.Text text = config.text();
        return 2L * text.hiddenSize() * text.intermediateSize() >= LARGE;
    }

    public boolean onGpu() {
        return weights.manager().getDevice().isGpu();
    }

    /** Manager for what outlives the weights, on the model's device. */
    public NDManager newManager() {
        return newManager(weights.manager().getDevice());
    }

    /** {@code values} in the type of weights and caches. */
    public NDArray inPrecision(NDManager scope, NDArray values) {
        return new WeightsScript(script).converted(scope, values, precision);
    }

    /** Patches along one edge of an image token. */
    public int merge() {
        return config.vision().patches().merge();
    }

    /** Bytes of keys and values per token. */
    public long kvBytesPerToken() {
        Qwen25VlConfig.Text text = config.text();
        return 2L * text.numLayers() * text.numKvHeads() * text.headDim() * precision.bytes();
    }

    /** Features of {@code images}, one after the other, [rows, hidden]. */
    public NDArray encodeImages(NDManager scope, List<ImagePatches> images) {
        return new VisionScript(script).encode(scope, ImageBatch.of(scope, config, images), weights.vision());
    }

    /** A copy of some rows of {@code array}. */
    public NDArray rows(NDManager scope, NDArray array, long from, long count) {
        return new WeightsScript(script).rows(scope, array, from, count);
    }

    /** Features of the batch's distinct images, [rows, hidden], without gradients. */
    public NDArray encodeImages(NDManager scope, PromptBatch batch) {
        if (!batch.hasImages()) {
            return scope.zeros(new Shape(0, config.text().hiddenSize()), DataType.FLOAT32);
        }
        return new VisionScript(script).encode(scope, batch.images(), weights.vision());
    }

    /**
     * What every stage of the vision tower gives for the batch's distinct images: patch embedding and each block, [N,
     * vision width], rows in the order of the pixel values, then the features, [N / 4, hidden].
     */
    public NDList traceImages(NDManager scope, PromptBatch batch) {
        return new VisionScript(script).trace(scope, batch.images(), weights.vision());
    }

    @Override
    public void close() {
        script.close();
        weights.close();
    }
}

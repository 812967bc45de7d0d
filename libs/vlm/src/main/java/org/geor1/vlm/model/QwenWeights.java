package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.DType;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.SafetensorsWriter;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.torch.TorchScript;

/** The weights of one model, fused as {@link FusedLayout} says. */
public final class QwenWeights implements AutoCloseable {

    private final Qwen25VlConfig config;
    private final NDManager manager;
    private final List<NDArray> vision;
    private final List<NDArray> text;

    private QwenWeights(Qwen25VlConfig config, NDManager manager, Function<List<String>, NDArray> source) {
        this.config = config;
        this.manager = manager;
        this.vision = FusedLayout.vision(config).stream().map(source).toList();
        this.text = FusedLayout.text(config).stream().map(source).toList();
    }

    /**
     * Loads every weight of {@code checkpoint} into {@code manager}, which these weights then own. Files are read by
     * memory map, a piece at a time.
     */
    static QwenWeights load(Checkpoint checkpoint, NDManager manager, TorchScript script, Precision precision) {
        Loader loader = new Loader(checkpoint, manager, script, precision);
        return new QwenWeights(checkpoint.config(), manager, loader::fused);
    }

    /** Makes fp32 weights from {@code initial}, which gives each published weight's values in row-major order. */
    static QwenWeights create(Qwen25VlConfig config, NDManager manager, Function<WeightNames.Weight, float[]> initial) {
        Map<String, WeightNames.Weight> weights = new HashMap<>();
        WeightNames.expected(config).forEach(weight -> weights.put(weight.name(), weight));
        return new QwenWeights(config, manager, names -> create(names, weights, manager, initial));
    }

    private static NDArray create(
            List<String> names,
            Map<String, WeightNames.Weight> weights,
            NDManager manager,
            Function<WeightNames.Weight, float[]> initial) {
        long rows = 0;
        long columns = 1;
        int rank = 1;
        List<float[]> parts = new ArrayList<>();
        for (String name : names) {
            WeightNames.Weight weight = Objects.requireNonNull(weights.get(name), name);
            List<Long> shape = weight.shape();
            rows += shape.get(0);
            rank = Math.min(shape.size(), 2);
            columns = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
            parts.add(initial.apply(weight));
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(rows * columns * Float.BYTES))
                .order(ByteOrder.nativeOrder());
        FloatBuffer values = bytes.asFloatBuffer();
        parts.forEach(values::put);
        return manager.create(bytes, rank == 1 ? new Shape(rows) : new Shape(rows, columns), DataType.FLOAT32);
    }

    /** The vision tower's tensors, as scripts take them. */
    public List<NDArray> vision() {
        return vision;
    }

    /** The decoder's tensors, as scripts take them; a tied head stands at the end once more. */
    public List<NDArray> text() {
        if (!config.text().tieWordEmbeddings()) {
            return text;
        }
        List<NDArray> withHead = new ArrayList<>(text);
        withHead.add(text.get(0));
        return withHead;
    }

    /** Every tensor once: the decoder's, then the vision tower's. */
    public List<NDArray> parameters() {
        List<NDArray> all = new ArrayList<>(text);
        all.addAll(vision);
        return all;
    }

    /** The decoder's tensors once each: the trainable ones while the vision tower is frozen. */
    public List<NDArray> textParameters() {
        return text;
    }

    /** Lets scripts differentiate with respect to these tensors. */
    public void requireGradients() {
        parameters().forEach(tensor -> JniUtils.attachGradient((PtNDArray) tensor, true));
    }

    public NDManager manager() {
        return manager;
    }

    /** Writes the weights under their published names into {@code directory}, in fp32. */
    public void save(Path directory) {
        Map<String, float[]> values = new HashMap<>();
        split(FusedLayout.vision(config), vision, values);
        split(FusedLayout.text(config), text, values);
        List<SafetensorsWriter.Tensor> tensors = WeightNames.expected(config).stream()
                .map(weight -> SafetensorsWriter.Tensor.of(
                        weight.name(), DType.F32, weight.shape(), Objects.requireNonNull(values.get(weight.name()))))
                .toList();
        SafetensorsWriter.write(directory, tensors, SafetensorsWriter.DEFAULT_SHARD_BYTES);
    }

    private void split(List<List<String>> layout, List<NDArray> tensors, Map<String, float[]> values) {
        Map<String, Long> sizes = new HashMap<>();
        WeightNames.expected(config)
                .forEach(weight ->
                        sizes.put(weight.name(), weight.shape().stream().reduce(1L, Math::multiplyExact)));
        for (int i = 0; i < layout.size(); i++) {
            FloatBuffer fused =
                    tensors.get(i).toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
            for (String name : layout.get(i)) {
                float[] part = new float[Math.toIntExact(Objects.requireNonNull(sizes.get(name)))];
                fused.get(part);
                values.put(name, part);
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

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
import java.util.function.UnaryOperator;
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
    private final List<NDArray> textWithHead;

    private QwenWeights(
            Qwen25VlConfig config,
            NDManager manager,
            Function<List<String>, NDArray> source,
            UnaryOperator<NDArray> packed) {
        this.config = config;
        this.manager = manager;
        this.vision = FusedLayout.vision(config).stream()
                .map(source)
                .map(tensor -> replaced(tensor, packed))
                .toList();
        List<NDArray> text = new ArrayList<>();
        for (List<String> names : FusedLayout.text(config)) {
            NDArray tensor = source.apply(names);
            // The first one is the embedding, whose rows are looked up.
            text.add(text.isEmpty() ? tensor : replaced(tensor, packed));
        }
        this.text = List.copyOf(text);
        if (config.text().tieWordEmbeddings()) {
            text.add(packed.apply(text.get(0)));
        }
        this.textWithHead = text;
    }

    /**
     * Loads every weight of {@code checkpoint} into {@code manager}, which these weights then own. Files are read by
     * memory map, a piece at a time.
     */
    static QwenWeights load(
            Checkpoint checkpoint, NDManager manager, TorchScript script, Precision precision, Packing packing) {
        Loader loader = new Loader(checkpoint, manager, script, precision);
        return new QwenWeights(
                checkpoint.config(), manager, loader::fused, tensor -> packed(tensor, manager, script, packing));
    }

    private static NDArray replaced(NDArray tensor, UnaryOperator<NDArray> packed) {
        NDArray replacement = packed.apply(tensor);
        if (replacement != tensor) {
            tensor.close();
        }
        return replacement;
    }

    /** In packed form if it is large enough. */
    private static NDArray packed(NDArray tensor, NDManager manager, TorchScript script, Packing packing) {
        if (tensor.getShape().dimension() != 2 || tensor.size() < packing.from()) {
            return tensor;
        }
        return script.call(manager, "packed", tensor).singletonOrThrow();
    }

    /** Makes fp32 weights from {@code initial}, which gives each published weight's values in row-major order. */
    static QwenWeights create(Qwen25VlConfig config, NDManager manager, Function<WeightNames.Weight, float[]> initial) {
        Map<String, WeightNames.Weight> weights = new HashMap<>();
        WeightNames.expected(config).forEach(weight -> weights.put(weight.name(), weight));
        return new QwenWeights(
                config, manager, names -> create(names, weights, manager, initial), UnaryOperator.identity());
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
        return textWithHead;
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

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.torch.TorchScript;

/** The weights of one model, fused as {@link FusedLayout} says. */
public final class QwenWeights implements AutoCloseable {

    private final Qwen25VlConfig config;
    private final NDManager manager;
    private final TorchScript script;
    private final Precision precision;
    private final List<NDArray> vision;
    private final List<NDArray> text;
    private final List<NDArray> textWithHead;

    private QwenWeights(
            Qwen25VlConfig config,
            NDManager manager,
            TorchScript script,
            Precision precision,
            Function<List<String>, NDArray> source,
            UnaryOperator<NDArray> packed) {
        this.config = config;
        this.manager = manager;
        this.script = script;
        this.precision = precision;
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
                checkpoint.config(),
                manager,
                script,
                precision,
                loader::fused,
                tensor -> packed(tensor, manager, script, packing));
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
        return new ProductsScript(script).packed(manager, tensor);
    }

    /** Makes fp32 weights from {@code initial}, which gives each published weight's values in row-major order. */
    static QwenWeights create(
            Qwen25VlConfig config,
            NDManager manager,
            TorchScript script,
            Function<WeightNames.Weight, float[]> initial) {
        Map<String, WeightNames.Weight> weights = new HashMap<>();
        WeightNames.expected(config).forEach(weight -> weights.put(weight.name(), weight));
        return new QwenWeights(
                config,
                manager,
                script,
                Precision.FP32,
                names -> create(names, weights, manager, initial),
                UnaryOperator.identity());
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

    /** The published weights, stacked by rows, that each of {@link #parameters} is made of. */
    public static List<List<String>> layout(Qwen25VlConfig config) {
        List<List<String>> all = new ArrayList<>(FusedLayout.text(config));
        all.addAll(FusedLayout.vision(config));
        return all;
    }

    /** Lets scripts differentiate with respect to these tensors. */
    public void requireGradients() {
        parameters().forEach(tensor -> JniUtils.attachGradient((PtNDArray) tensor, true));
    }

    public NDManager manager() {
        return manager;
    }

    /** Writes the weights under their published names into {@code directory}, in the type they have here. */
    public void save(Path directory) {
        Map<String, WeightNames.Weight> published = new LinkedHashMap<>();
        WeightNames.expected(config).forEach(weight -> published.put(weight.name(), weight));
        Map<String, SafetensorsWriter.Tensor> tensors = new HashMap<>();
        split(FusedLayout.vision(config), vision, published, tensors);
        split(FusedLayout.text(config), text, published, tensors);
        SafetensorsWriter.write(
                directory,
                published.keySet().stream()
                        .map(name -> Objects.requireNonNull(tensors.get(name), name))
                        .toList(),
                SafetensorsWriter.DEFAULT_SHARD_BYTES);
    }

    private void split(
            List<List<String>> layout,
            List<NDArray> fused,
            Map<String, WeightNames.Weight> published,
            Map<String, SafetensorsWriter.Tensor> tensors) {
        TensorBytes bytes = new TensorBytes(script, manager);
        for (int i = 0; i < layout.size(); i++) {
            long first = 0;
            for (String name : layout.get(i)) {
                List<Long> shape =
                        Objects.requireNonNull(published.get(name), name).shape();
                tensors.put(name, bytes.of(name, fused.get(i), precision, shape, first));
                first += shape.stream().reduce(1L, Math::multiplyExact);
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

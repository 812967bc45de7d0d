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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;

/** A Qwen2.5-VL model on a device: its weights and the compiled scripts that use them. One thread at a time. */
public final class QwenModel implements AutoCloseable {

    /** RMSNorm epsilon of the vision tower; the published configuration does not carry it. */
    private static final double VISION_EPSILON = 1e-6;

    private static final double VISION_ROPE_THETA = 10_000;

    /** Elements from which on a matrix's products are worth more than one processor (measured). */
    private static final long LARGE = 1 << 18;

    private final Qwen25VlConfig config;
    private final Precision precision;
    private final Packing packing;
    private final TorchScript script;
    private QwenWeights weights;

    private QwenModel(
            Qwen25VlConfig config,
            Precision precision,
            Packing packing,
            QwenWeights weights,
            TorchScript script) {
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

    /** Like {@link #load}, for reading only: on the CPU large matrices are held as it multiplies them faster. */
    public static QwenModel loadForInference(Path directory, Device device, Precision precision) {
        return load(directory, device, precision, device.isGpu() ? Packing.NONE : Packing.onThisProcessor());
    }

    /** Like {@link #load}, with the matrices packed that {@code packing} says. */
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
        return TorchScript.compile(scripts(config, packing), device);
    }

    private static ScriptSource scripts(Qwen25VlConfig config, Packing packing) {
        ScriptSource source = new ScriptSource(constants(config, packing));
        for (String file : List.of("weights.py", "products.py", "vision.py", "decoder.py", "policy.py", "sampler.py")) {
            source.add(TorchScript.class, file);
        }
        return source;
    }

    /** A new copy of the model's script source, for other modules to add scripts that call it. */
    public ScriptSource scripts() {
        return scripts(config, packing);
    }

    private static Map<String, String> constants(Qwen25VlConfig config, Packing packing) {
        Qwen25VlConfig.Text text = config.text();
        Qwen25VlConfig.Vision vision = config.vision();
        List<Integer> sections = text.rope().mropeSection();
        return Map.ofEntries(
                Map.entry("packs", packing.from() == Long.MAX_VALUE ? "False" : "True"),
                Map.entry("packs_from", "" + packing.from()),
                Map.entry("hidden", "" + text.hiddenSize()),
                Map.entry("layers", "" + text.numLayers()),
                Map.entry("heads", "" + text.numHeads()),
                Map.entry("kv_heads", "" + text.numKvHeads()),
                Map.entry("head_dim", "" + text.headDim()),
                Map.entry("scale", "" + 1 / Math.sqrt(text.headDim())),
                Map.entry("eps", "" + text.rmsNormEps()),
                Map.entry("rope_theta", "" + text.rope().theta()),
                Map.entry("mrope_t", "" + sections.get(0)),
                Map.entry("mrope_h", "" + sections.get(1)),
                Map.entry("mrope_w", "" + sections.get(2)),
                Map.entry("vision_hidden", "" + vision.hiddenSize()),
                Map.entry("vision_depth", "" + vision.depth()),
                Map.entry("vision_heads", "" + vision.numHeads()),
                Map.entry("vision_head_dim", "" + vision.headDim()),
                Map.entry("vision_eps", "" + VISION_EPSILON),
                Map.entry("vision_rope_theta", "" + VISION_ROPE_THETA),
                Map.entry("vision_merge", "" + vision.patches().merge()),
                Map.entry(
                        "full_attention_blocks",
                        vision.fullAttentionBlocks().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ", "[", "]"))));
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

    /** Puts the weights of another checkpoint of the same configuration in place of these. */
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

    /** Whether a matrix is so large that its products are worth more than one processor. */
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
        return script.call(scope, "converted", values, scope.create((long) precision.scalarType()))
                .singletonOrThrow();
    }

    /** Patches along one edge of an image token. */
    public int merge() {
        return config.vision().patches().merge();
    }

    /** What keys and values of one token take. */
    public long kvBytesPerToken() {
        Qwen25VlConfig.Text text = config.text();
        return 2L * text.numLayers() * text.numKvHeads() * text.headDim() * precision.bytes();
    }

    /** Features of {@code images}, one after the other, [rows, hidden]. */
    public NDArray encodeImages(NDManager scope, List<ImagePatches> images) {
        return tower(scope, "encode_images", ImageBatch.of(scope, config, images))
                .singletonOrThrow();
    }

    /** A copy of some rows of {@code array}. */
    public NDArray rows(NDManager scope, NDArray array, long from, long count) {
        return script.call(scope, "rows_of", array, scope.create(new long[] {from, count}))
                .singletonOrThrow();
    }

    /** Features of the batch's distinct images, [rows, hidden], without gradients. */
    public NDArray encodeImages(NDManager scope, PromptBatch batch) {
        if (!batch.hasImages()) {
            return scope.zeros(new Shape(0, config.text().hiddenSize()), DataType.FLOAT32);
        }
        return tower(scope, "encode_images", batch.images())
                .singletonOrThrow();
    }

    /**
     * What every stage of the vision tower gives for the batch's distinct images: patch embedding and each block, [N,
     * vision width], rows in the order of the pixel values, then the features, [N / 4, hidden].
     */
    public NDList traceImages(NDManager scope, PromptBatch batch) {
        return tower(scope, "trace_images", batch.images());
    }

    private NDList tower(NDManager scope, String method, ImageBatch images) {
        return script.call(
                scope,
                method,
                images.patches(),
                // Second in every call: an array takes its list's name, and calls in several threads must agree on it.
                weights.vision(),
                images.positions(),
                images.whole(),
                images.wholeRestore(),
                images.window(),
                images.windowRestore());
    }

    /** Logits after each token of the batch's prefixes, [B, P, V], in fp32: a plain forward, without branches. */
    public NDArray logits(NDManager scope, PromptBatch batch, NDArray features) {
        return script.call(
                        scope,
                        "prefix_logits",
                        weights.text(),
                        batch.ids(),
                        batch.positions(),
                        features,
                        batch.slots(),
                        batch.features())
                .singletonOrThrow();
    }

    /**
     * Keys and values for {@code prompts} prefixes of up to {@code width} tokens and {@code branches} completions of
     * each, of up to {@code limit} tokens: for each layer [2, prompts × kv heads, width, head size], then for each layer
     * [2, prompts × kv heads × branches, limit, head size].
     */
    public NDList newCaches(NDManager scope, int prompts, int branches, int width, int limit) {
        return script.call(
                scope, "new_caches", weights.text(), scope.create(new long[] {prompts, branches, width, limit}));
    }

    /** Fills the part of {@code cache} that belongs to {@code piece}: tokens from {@code token} on, rows from {@code row} on. */
    public void prefill(NDManager scope, PrefixPiece piece, NDList cache, int row, int token) {
        script.call(
                scope,
                "prefill",
                weights.text(),
                piece.ids(),
                piece.positions(),
                piece.features(),
                piece.slots(),
                piece.rows(),
                cache,
                scope.create(new long[] {row, token}));
    }

    /** Copies the first {@code tokens} of a prefix from one cache into another. */
    public void reusePrefix(NDManager scope, NDList cache, int row, NDList source, int sourceRow, int tokens) {
        script.call(
                scope,
                "reuse_prefix",
                cache,
                scope.create((long) row),
                source,
                scope.create((long) sourceRow),
                scope.create((long) tokens));
    }

    /** One layer's prefixes of some prompts alone. */
    public NDArray keptPrefix(NDManager scope, NDArray layer, NDArray prompts) {
        return script.call(scope, "kept_prefix", layer, prompts).singletonOrThrow();
    }

    /** One layer's branches of some prompts alone: {@code kept} [b, g] of {@code branches} each. */
    public NDArray keptBranches(NDManager scope, NDArray layer, int branches, NDArray prompts, NDArray kept) {
        return script.call(scope, "kept_branches", layer, scope.create((long) branches), prompts, kept)
                .singletonOrThrow();
    }

    @Override
    public void close() {
        script.close();
        weights.close();
    }
}

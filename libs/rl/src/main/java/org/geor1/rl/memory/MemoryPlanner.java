package org.geor1.rl.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geor1.rl.trained.Lora;
import org.geor1.rl.trained.LoraLayout;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.TrainingMemory;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the peak of a training step from sizes alone. The trainer holds weights, gradients and both of AdamW's
 * moments; the rest follows from what the scripts keep. The peak is when logits are there, or when the backward pass
 * starts, with all activations, or when it ends, with all gradients.
 */
public final class MemoryPlanner {

    private static final long FLOAT = Float.BYTES;

    /** Completions that the rollout engine decodes together at most. */
    private static final int SEQUENCES = 512;

    private final StepShape shape;
    private final MemoryOptions memory;
    private final Qwen25VlConfig config;
    private final Sizes sizes;
    private final Activations activations;
    private final long width;
    private final boolean trainsVision;
    private final long trained;
    private final @Nullable LoraLayout adapters;

    private MemoryPlanner(Qwen25VlConfig config, StepShape shape) {
        this.shape = shape;
        this.memory = shape.memory();
        this.config = config;
        this.sizes = Sizes.of(config);
        this.activations = new Activations(config, shape);
        this.width = memory.weightsDtype().bytes();
        TrainedTensors tensors = TrainedTensors.of(config, shape.trainable());
        Lora lora = shape.trainable().lora();
        this.trainsVision = tensors.inVision();
        this.adapters = lora == null ? null : LoraLayout.of(config, lora);
        this.trained = adapters == null ? tensors.parameters() : adapters.parameters();
    }

    /** The moment that takes most. */
    public static MemoryPlan plan(Qwen25VlConfig config, StepShape shape) {
        return moments(config, shape).stream()
                .max(Comparator.comparingLong(MemoryPlan::total))
                .orElseThrow();
    }

    /** Each of the moments that may be the peak. */
    public static List<MemoryPlan> moments(Qwen25VlConfig config, StepShape shape) {
        MemoryPlanner planner = new MemoryPlanner(config, shape);
        return List.of(planner.logits(), planner.start(), planner.end());
    }

    /**
     * What the rollout engine takes of the same device while it draws a step's completions: its own copy of the weights,
     * and keys and values. The first of the two stays.
     */
    public static List<MemoryTerm> rollout(Qwen25VlConfig config, StepShape shape, Precision precision) {
        Qwen25VlConfig.Text text = config.text();
        long together = Math.min(shape.promptsPerStep(), Math.max(1, SEQUENCES / shape.groupSize()));
        long tokens = together * (shape.promptTokens() + (long) shape.groupSize() * shape.completionTokens());
        long bytes = precision.bytes();
        List<MemoryTerm> terms = new ArrayList<>();
        add(terms, "rollout weights", bytes * Sizes.of(config).all(), bytes + " B x parameters");
        add(
                terms,
                "rollout keys and values",
                2 * bytes * tokens * text.numLayers() * text.numKvHeads() * text.headDim(),
                "2 x " + bytes + " B x layers x kv x (prompt tokens + group size x completion tokens) x prompts");
        return terms;
    }

    /** What offloading moves to the machine's memory. */
    public static List<MemoryTerm> host(Qwen25VlConfig config, StepShape shape) {
        MemoryPlanner planner = new MemoryPlanner(config, shape);
        List<MemoryTerm> terms = new ArrayList<>();
        if (shape.memory().offloadOptimizer()) {
            terms.add(planner.optimizer());
        }
        if (shape.memory().offloadReference() && shape.reference()) {
            terms.add(planner.reference());
        }
        return terms;
    }

    /** Bytes that a session holds between steps: weights, moments and reference. */
    public static long state(Qwen25VlConfig config, StepShape shape) {
        return new MemoryPlanner(config, shape)
                .state().stream().mapToLong(MemoryTerm::bytes).sum();
    }

    /** Bytes of one gradient for every trained parameter. */
    static long gradients(Qwen25VlConfig config, StepShape shape) {
        MemoryPlanner planner = new MemoryPlanner(config, shape);
        return planner.width * planner.differentiated();
    }

    /** Parameters that a pass differentiates: of the decoder all, as the optimizer takes its own from them. */
    private long differentiated() {
        return trainsVision ? sizes.all() : sizes.text();
    }

    private MemoryTerm optimizer() {
        long bytes = memory.optimStates().bytes();
        return new MemoryTerm(
                "optimizer state", 2 * bytes * trained, "2 moments x " + bytes + " B x trained parameters");
    }

    private MemoryTerm reference() {
        return new MemoryTerm("reference policy", width * sizes.all(), width + " B x parameters, as beta > 0");
    }

    private List<MemoryTerm> state() {
        List<MemoryTerm> terms = new ArrayList<>();
        add(terms, "weights", width * sizes.all(), width + " B x parameters");
        if (adapters != null) {
            add(terms, "adapters", FLOAT * adapters.parameters(), "4 B x r x (rows + columns) of adapted weights");
            add(terms, "adapted weights without them", width * adapters.adapted(), width + " B x adapted parameters");
        }
        if (!memory.offloadOptimizer()) {
            terms.add(optimizer());
        }
        if (shape.reference() && !memory.offloadReference()) {
            terms.add(reference());
        }
        return terms;
    }

    private List<MemoryTerm> held() {
        List<MemoryTerm> terms = state();
        if (shape.severalPasses()) {
            add(terms, "gradients of earlier passes", width * differentiated(), gradientFormula());
        }
        add(
                terms,
                "images and features",
                activations.inputs(),
                "patches x (4 B x values of a patch + " + width + " B x hidden / 4)");
        return terms;
    }

    private MemoryPlan logits() {
        long rows = TrainingMemory.logitRows(config.text().vocabSize());
        List<MemoryTerm> terms = held();
        kept(terms);
        add(terms, "gradient of the head", FLOAT * sizes.head(), "4 B x vocabulary x hidden, added up in fp32");
        boolean chunked = activations.scored() > rows;
        long logits = activations.logits(rows);
        long converted = width < FLOAT ? width * sizes.head() : 0;
        if (converted > logits) {
            add(terms, "the same, converted", converted, width + " B x vocabulary x hidden, when logits are gone");
        } else {
            add(
                    terms,
                    "logits",
                    logits,
                    "3 x 4 B x vocabulary x " + (chunked ? rows + " rows, a chunk" : "completion tokens"));
        }
        return new MemoryPlan("logits", terms);
    }

    private MemoryPlan start() {
        List<MemoryTerm> terms = held();
        kept(terms);
        add(terms, "gradient of the head", width * sizes.head(), width + " B x vocabulary x hidden");
        layerWork(terms);
        return new MemoryPlan("start of the backward pass", terms);
    }

    private void kept(List<MemoryTerm> terms) {
        int layers = config.text().numLayers();
        int depth = !trainsVision ? 0 : config.vision().depth();
        if (shape.gradientCheckpointing()) {
            add(
                    terms,
                    "inputs of layers",
                    layers * activations.layerInput() + depth * activations.blockInput() + activations.top(),
                    width + " B x tokens x hidden x layers");
        } else {
            add(
                    terms,
                    "activations",
                    layers * activations.layer() + depth * activations.block() + activations.top(),
                    "layers x " + layerFormula());
        }
    }

    private String layerFormula() {
        String values = "(prompt tokens x (11 hidden + 3 kv + 4 mlp) + completion tokens x (9 hidden + 2 kv + 4 mlp))";
        return width < FLOAT
                ? "(2 B x " + values + " + 8 B x tokens x hidden + 6 B x completion tokens x heads x seen)"
                : "4 B x (" + values + " + completion tokens x heads x seen)";
    }

    private void layerWork(List<MemoryTerm> terms) {
        if (shape.gradientCheckpointing()) {
            add(terms, "activations of one layer", activations.layer(), layerFormula());
        }
        add(
                terms,
                "gradients inside one layer",
                activations.layerGradients(),
                "max(4 B x completion tokens x heads x "
                        + (width < FLOAT ? "2 seen" : "(2 seen + prompt)")
                        + ", " + width + " B x tokens x 4 mlp)");
    }

    private String gradientFormula() {
        return width + " B x parameters" + (trainsVision ? "" : " of the decoder");
    }

    private MemoryPlan end() {
        List<MemoryTerm> terms = held();
        add(terms, "gradients", width * differentiated(), gradientFormula());
        if (adapters != null) {
            add(terms, "gradients of adapters", FLOAT * adapters.parameters(), "4 B x trained parameters");
        }
        if (shape.gradientCheckpointing()) {
            layerWork(terms);
        } else {
            add(
                    terms,
                    "gradients of the embedding, in parts",
                    2 * width * sizes.head(),
                    "2 x " + width + " B x vocabulary x hidden");
        }
        return new MemoryPlan("end of the backward pass", terms);
    }

    private static void add(List<MemoryTerm> terms, String name, long bytes, String formula) {
        if (bytes > 0) {
            terms.add(new MemoryTerm(name, bytes, formula));
        }
    }
}

package org.geor1.rl.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.pass.TrainingMemory;
import org.geor1.rl.trained.LoraLayout;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the peak of a training step from sizes alone. The trainer holds weights, gradients and both of AdamW's
 * moments; the rest follows from what the scripts keep. Gradients are there from the start, and passes add to them. The peak
 * is when logits are there, or when the backward pass starts, with all activations, or in its vision tower.
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
        List<MemoryPlan> moments = new ArrayList<>(List.of(planner.logits(), planner.mlp()));
        if (shape.gradientCheckpointing()) {
            moments.add(planner.attention());
        }
        if (planner.trainsVision) {
            moments.add(planner.tower());
        }
        return moments;
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

    /** Parameters with a gradient: those of adapters follow from those of the weights they adapt. */
    private long differentiated() {
        return adapters == null ? trained : adapters.adapted();
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
        add(terms, "gradients", width * differentiated(), gradientFormula());
        if (adapters != null) {
            add(terms, "gradients of adapters", FLOAT * adapters.parameters(), "4 B x trained parameters");
        }
        add(
                terms,
                "images and features",
                activations.inputs(),
                "patches x (4 B x values of a patch + " + width + " B x hidden / 4)");
        return terms;
    }

    private MemoryPlan logits() {
        List<MemoryTerm> terms = held();
        kept(terms);
        if (width < FLOAT) {
            add(terms, "gradient of the head", FLOAT * sizes.head(), "4 B x vocabulary x hidden, added up in fp32");
        }
        long rows = TrainingMemory.logitRows(config.text().vocabSize());
        add(terms, "logits", activations.logits(rows), "2 x 4 B x vocabulary x at most " + rows + " rows");
        return new MemoryPlan("logits", terms);
    }

    private MemoryPlan mlp() {
        List<MemoryTerm> terms = held();
        kept(terms);
        if (shape.gradientCheckpointing()) {
            add(
                    terms,
                    "inside of one layer",
                    activations.layerInside(),
                    width + " B x tokens x (3 hidden + 2 kv + 2 mlp)");
        }
        add(terms, "gradients inside one MLP", activations.mlpGradients(), width + " B x tokens x 3 hidden");
        return new MemoryPlan("MLP of the backward pass", terms);
    }

    /** Where layers are kept, this one's MLP has gone by then, which is more. */
    private MemoryPlan attention() {
        List<MemoryTerm> terms = held();
        kept(terms);
        add(
                terms,
                "attention of one layer",
                activations.attentionGradients(),
                width + " B x (tokens x (5 hidden + 4 kv) + completion tokens x (4 hidden + 6 kv))"
                        + " + 16 B x scores at a time");
        return new MemoryPlan("attention of the backward pass", terms);
    }

    private MemoryPlan tower() {
        List<MemoryTerm> terms = held();
        int depth = config.vision().depth();
        long kept = shape.gradientCheckpointing() ? activations.blockInput() : activations.block();
        add(terms, "activations of the vision tower", depth * kept, "blocks x patches x what a block keeps");
        add(terms, "gradients of the vision tower", width * sizes.vision(), width + " B x its parameters");
        if (shape.gradientCheckpointing()) {
            add(terms, "activations of one block", activations.block(), "patches x what a block keeps");
        }
        return new MemoryPlan("vision tower of the backward pass", terms);
    }

    private void kept(List<MemoryTerm> terms) {
        int depth = trainsVision ? config.vision().depth() : 0;
        if (shape.gradientCheckpointing()) {
            add(
                    terms,
                    "inputs of layers",
                    config.text().numLayers() * activations.layerInput()
                            + depth * activations.blockInput()
                            + activations.top(),
                    width + " B x tokens x hidden x layers");
        } else {
            add(
                    terms,
                    "activations",
                    activations.layers() + depth * activations.block() + activations.top(),
                    width + " B x layers x tokens x (4 hidden + 2 kv + 2 mlp)");
        }
    }

    private String gradientFormula() {
        return width + " B x " + (adapters == null ? "trained" : "adapted") + " parameters";
    }

    private static void add(List<MemoryTerm> terms, String name, long bytes, String formula) {
        if (bytes > 0) {
            terms.add(new MemoryTerm(name, bytes, formula));
        }
    }
}

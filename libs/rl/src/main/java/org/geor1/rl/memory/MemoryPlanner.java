package org.geor1.rl.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.TrainingMemory;

/**
 * Predicts the peak of a training step from sizes alone. The trainer holds weights, gradients and both of AdamW's
 * moments in fp32; the rest follows from what the scripts keep. The peak is when logits are there, or when the
 * backward pass starts, with all activations, or when it ends, with all gradients.
 */
public final class MemoryPlanner {

    private static final long FLOAT = Float.BYTES;

    /** Completions that the rollout engine decodes together at most. */
    private static final int SEQUENCES = 512;

    private final StepShape shape;
    private final Qwen25VlConfig config;
    private final Sizes sizes;
    private final Activations activations;

    private MemoryPlanner(Qwen25VlConfig config, StepShape shape) {
        this.shape = shape;
        this.config = config;
        this.sizes = Sizes.of(config);
        this.activations = new Activations(config, shape);
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
    public static List<MemoryTerm> rollout(Qwen25VlConfig config, StepShape shape) {
        Qwen25VlConfig.Text text = config.text();
        long together = Math.min(shape.promptsPerStep(), Math.max(1, SEQUENCES / shape.groupSize()));
        long tokens = together * (shape.promptTokens() + (long) shape.groupSize() * shape.completionTokens());
        List<MemoryTerm> terms = new ArrayList<>();
        add(terms, "rollout weights", Sizes.of(config).all(), "4 B x parameters");
        add(
                terms,
                "rollout keys and values",
                2 * tokens * text.numLayers() * text.numKvHeads() * text.headDim(),
                "2 x 4 B x layers x kv x (prompt tokens + group size x completion tokens) x prompts");
        return terms;
    }

    /** Bytes that a session holds between steps: weights, moments and reference. */
    public static long state(Qwen25VlConfig config, StepShape shape) {
        return new MemoryPlanner(config, shape)
                .state().stream().mapToLong(MemoryTerm::bytes).sum();
    }

    /** Bytes of one gradient for every trained parameter. */
    static long gradients(Qwen25VlConfig config, StepShape shape) {
        return FLOAT * new MemoryPlanner(config, shape).trained();
    }

    private long trained() {
        return shape.freezeVision() ? sizes.text() : sizes.all();
    }

    private List<MemoryTerm> state() {
        List<MemoryTerm> terms = new ArrayList<>();
        add(terms, "weights", sizes.all(), "4 B x parameters");
        add(terms, "optimizer state", 2 * trained(), "2 moments x 4 B x trained parameters");
        if (shape.reference()) {
            add(terms, "reference policy", sizes.all(), "4 B x parameters, as beta > 0");
        }
        return terms;
    }

    private List<MemoryTerm> held() {
        List<MemoryTerm> terms = state();
        if (shape.severalPasses()) {
            add(terms, "gradients of earlier passes", trained(), "4 B x trained parameters");
        }
        add(terms, "images and features", activations.inputs(), "4 B x patches x (values of a patch + hidden / 4)");
        return terms;
    }

    private MemoryPlan logits() {
        long rows = TrainingMemory.STANDARD.logitRows(config.text().vocabSize());
        List<MemoryTerm> terms = held();
        kept(terms);
        add(terms, "gradient of the head", sizes.head(), "4 B x vocabulary x hidden");
        boolean chunked = activations.scored() > rows;
        add(
                terms,
                "logits",
                activations.logits(rows),
                "3 x 4 B x vocabulary x " + (chunked ? rows + " rows, a chunk" : "completion tokens"));
        return new MemoryPlan("logits", terms);
    }

    private MemoryPlan start() {
        List<MemoryTerm> terms = held();
        kept(terms);
        add(terms, "gradient of the head", sizes.head(), "4 B x vocabulary x hidden");
        layerWork(terms);
        return new MemoryPlan("start of the backward pass", terms);
    }

    private void kept(List<MemoryTerm> terms) {
        int layers = config.text().numLayers();
        int depth = shape.freezeVision() ? 0 : config.vision().depth();
        if (shape.gradientCheckpointing()) {
            add(
                    terms,
                    "inputs of layers",
                    layers * activations.layerInput() + depth * activations.blockInput() + activations.top(),
                    "4 B x tokens x hidden x layers");
        } else {
            add(
                    terms,
                    "activations",
                    layers * activations.layer() + depth * activations.block() + activations.top(),
                    "4 B x layers x (prompt tokens x (11 hidden + 3 kv + 4 mlp)"
                            + " + completion tokens x (9 hidden + 2 kv + 4 mlp) + 2 kv x what completions see)");
        }
    }

    private void layerWork(List<MemoryTerm> terms) {
        if (shape.gradientCheckpointing()) {
            add(terms, "activations of one layer", activations.layer(), "as without checkpointing, of one layer");
        }
        add(
                terms,
                "gradients inside one layer",
                activations.layerGradients(),
                "4 B x max(4 kv x what completions see, tokens x 4 mlp)");
    }

    private MemoryPlan end() {
        List<MemoryTerm> terms = held();
        add(terms, "gradients", trained(), "4 B x trained parameters");
        if (shape.gradientCheckpointing()) {
            layerWork(terms);
        } else {
            add(terms, "gradients of the embedding, in parts", 2 * sizes.head(), "2 x 4 B x vocabulary x hidden");
        }
        return new MemoryPlan("end of the backward pass", terms);
    }

    private static void add(List<MemoryTerm> terms, String name, long floats, String formula) {
        if (floats > 0) {
            terms.add(new MemoryTerm(name, FLOAT * floats, formula));
        }
    }
}

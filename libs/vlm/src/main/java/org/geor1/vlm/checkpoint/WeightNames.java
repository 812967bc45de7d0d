package org.geor1.vlm.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a Qwen2.5-VL model by their published names ({@code visual.*}, {@code model.*},
 * {@code lm_head.weight}), and the newer aliases.
 */
public final class WeightNames {

    public static final String LM_HEAD = "lm_head.weight";
    public static final String EMBED_TOKENS = "model.embed_tokens.weight";

    private WeightNames() {}

    /** A weight's published name and shape. */
    public record Weight(String name, List<Long> shape) {

        public Weight {
            shape = List.copyOf(shape);
        }
    }

    /** The published name of a weight stored as {@code name} in either layout. */
    public static String canonical(String name) {
        if (name.startsWith("model.visual.")) {
            return name.substring("model.".length());
        }
        if (name.startsWith("model.language_model.")) {
            return "model." + name.substring("model.language_model.".length());
        }
        return name;
    }

    /** Every weight of a model of this configuration, in the published order. A tied head is not a weight. */
    public static List<Weight> expected(Qwen25VlConfig config) {
        List<Weight> weights = new ArrayList<>();
        addVision(weights, config.vision());
        addText(weights, config.text());
        return weights;
    }

    private static void addVision(List<Weight> out, Qwen25VlConfig.Vision vision) {
        long hidden = vision.hiddenSize();
        Qwen25VlConfig.Patches patches = vision.patches();
        add(
                out,
                "visual.patch_embed.proj.weight",
                hidden,
                patches.channels(),
                patches.temporal(),
                patches.size(),
                patches.size());
        for (int i = 0; i < vision.depth(); i++) {
            String block = "visual.blocks." + i + ".";
            add(out, block + "norm1.weight", hidden);
            add(out, block + "norm2.weight", hidden);
            addLinear(out, block + "attn.qkv", 3 * hidden, hidden);
            addLinear(out, block + "attn.proj", hidden, hidden);
            addLinear(out, block + "mlp.gate_proj", vision.intermediateSize(), hidden);
            addLinear(out, block + "mlp.up_proj", vision.intermediateSize(), hidden);
            addLinear(out, block + "mlp.down_proj", hidden, vision.intermediateSize());
        }
        long merged = hidden * patches.merge() * patches.merge();
        add(out, "visual.merger.ln_q.weight", hidden);
        addLinear(out, "visual.merger.mlp.0", merged, merged);
        addLinear(out, "visual.merger.mlp.2", vision.outHiddenSize(), merged);
    }

    private static void addText(List<Weight> out, Qwen25VlConfig.Text text) {
        long hidden = text.hiddenSize();
        long kv = (long) text.numKvHeads() * text.headDim();
        long intermediate = text.intermediateSize();
        add(out, EMBED_TOKENS, text.vocabSize(), hidden);
        for (int i = 0; i < text.numLayers(); i++) {
            String layer = "model.layers." + i + ".";
            addLinear(out, layer + "self_attn.q_proj", hidden, hidden);
            addLinear(out, layer + "self_attn.k_proj", kv, hidden);
            addLinear(out, layer + "self_attn.v_proj", kv, hidden);
            add(out, layer + "self_attn.o_proj.weight", hidden, hidden);
            add(out, layer + "mlp.gate_proj.weight", intermediate, hidden);
            add(out, layer + "mlp.up_proj.weight", intermediate, hidden);
            add(out, layer + "mlp.down_proj.weight", hidden, intermediate);
            add(out, layer + "input_layernorm.weight", hidden);
            add(out, layer + "post_attention_layernorm.weight", hidden);
        }
        add(out, "model.norm.weight", hidden);
        if (!text.tieWordEmbeddings()) {
            add(out, LM_HEAD, text.vocabSize(), hidden);
        }
    }

    private static void addLinear(List<Weight> out, String name, long rows, long columns) {
        add(out, name + ".weight", rows, columns);
        add(out, name + ".bias", rows);
    }

    private static void add(List<Weight> out, String name, long... shape) {
        out.add(new Weight(name, Arrays.stream(shape).boxed().toList()));
    }
}

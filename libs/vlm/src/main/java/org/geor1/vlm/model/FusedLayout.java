package org.geor1.vlm.model;

import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;

/**
 * How published weights become the tensors that scripts take: q, k and v are stacked by rows into one matrix, gate and
 * up into another, so that each needs one product instead of three or two. A tensor lists the published weights that it
 * is made of, in order.
 */
final class FusedLayout {

    private FusedLayout() {}

    /** Patch embedding, ten tensors a block, five of the merger: the order {@code vision.py} reads. */
    static List<List<String>> vision(Qwen25VlConfig config) {
        List<List<String>> tensors = new ArrayList<>();
        tensors.add(List.of("visual.patch_embed.proj.weight"));
        for (int i = 0; i < config.vision().depth(); i++) {
            String block = "visual.blocks." + i + ".";
            tensors.add(List.of(block + "norm1.weight"));
            tensors.add(List.of(block + "attn.qkv.weight"));
            tensors.add(List.of(block + "attn.qkv.bias"));
            tensors.add(List.of(block + "attn.proj.weight"));
            tensors.add(List.of(block + "attn.proj.bias"));
            tensors.add(List.of(block + "norm2.weight"));
            tensors.add(List.of(block + "mlp.gate_proj.weight", block + "mlp.up_proj.weight"));
            tensors.add(List.of(block + "mlp.gate_proj.bias", block + "mlp.up_proj.bias"));
            tensors.add(List.of(block + "mlp.down_proj.weight"));
            tensors.add(List.of(block + "mlp.down_proj.bias"));
        }
        for (String name : List.of("ln_q.weight", "mlp.0.weight", "mlp.0.bias", "mlp.2.weight", "mlp.2.bias")) {
            tensors.add(List.of("visual.merger." + name));
        }
        return tensors;
    }

    /** Embedding, seven tensors a layer, final norm, and the head unless it is tied: the order {@code decoder.py} reads. */
    static List<List<String>> text(Qwen25VlConfig config) {
        List<List<String>> tensors = new ArrayList<>();
        tensors.add(List.of("model.embed_tokens.weight"));
        for (int i = 0; i < config.text().numLayers(); i++) {
            String layer = "model.layers." + i + ".";
            String attention = layer + "self_attn.";
            tensors.add(List.of(layer + "input_layernorm.weight"));
            tensors.add(List.of(attention + "q_proj.weight", attention + "k_proj.weight", attention + "v_proj.weight"));
            tensors.add(List.of(attention + "q_proj.bias", attention + "k_proj.bias", attention + "v_proj.bias"));
            tensors.add(List.of(attention + "o_proj.weight"));
            tensors.add(List.of(layer + "post_attention_layernorm.weight"));
            tensors.add(List.of(layer + "mlp.gate_proj.weight", layer + "mlp.up_proj.weight"));
            tensors.add(List.of(layer + "mlp.down_proj.weight"));
        }
        tensors.add(List.of("model.norm.weight"));
        if (!config.text().tieWordEmbeddings()) {
            tensors.add(List.of("lm_head.weight"));
        }
        return tensors;
    }
}

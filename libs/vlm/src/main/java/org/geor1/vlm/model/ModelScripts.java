package org.geor1.vlm.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;

/** The scripts of the forward pass, specialised to one configuration. */
final class ModelScripts {

    private static final List<String> FILES = List.of(
            "weights.py", "products.py", "vision.py", "decoder.py", "policy.py", "decode_step.py", "sampler.py");

    /** RMSNorm epsilon of the vision tower; the published configuration does not carry it. */
    private static final double VISION_EPSILON = 1e-6;

    private static final double VISION_ROPE_THETA = 10_000;

    private ModelScripts() {}

    static ScriptSource source(Qwen25VlConfig config, Packing packing) {
        ScriptSource source = new ScriptSource(constants(config, packing));
        FILES.forEach(file -> source.add(TorchScript.class, file));
        return source;
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
}

package org.geor1.vlm.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.TensorInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where each weight of a model is stored.
 *
 * @param config the effective configuration: the head is not tied if a different one is stored
 * @param names published name → name in the file, in the order of {@link WeightNames#expected}
 */
record StoredWeights(Qwen25VlConfig config, Map<String, String> names) {

    private static final Logger log = LoggerFactory.getLogger(StoredWeights.class);

    private static final int SHOWN = 20;

    /** Rotary frequencies, which the configuration determines; some versions of {@code transformers} stored them. */
    private static final Pattern BUFFER = Pattern.compile(
            "(visual\\.rotary_pos_emb|model\\.(layers\\.\\d+\\.self_attn\\.)?rotary_emb)\\.(original_)?inv_freq");

    private static final Pattern QUANTIZED = Pattern.compile(".*(\\.(qweight|qzeros|weight_packed|weight_scale"
            + "|weight_scale_inv|weight_zero_point|SCB)|\\.weight\\.(absmax|quant_map|quant_state\\..*))");

    /**
     * Finds the weights of {@code config} among {@code stored}. A tied head that is stored as well is used if it
     * differs from the embedding, as in {@code transformers} 5. If only the head is stored, it is the embedding.
     *
     * @throws CheckpointException naming all missing, unexpected, repeated and wrongly shaped weights together
     */
    static StoredWeights find(Qwen25VlConfig config, Safetensors stored) {
        List<String> problems = new ArrayList<>();
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : stored.names()) {
            String published = WeightNames.canonical(name);
            if (BUFFER.matcher(published).matches()) {
                continue;
            }
            String earlier = found.putIfAbsent(published, name);
            if (earlier != null) {
                problems.add("'" + name + "' and '" + earlier + "' are the same weight");
            }
        }
        refuseQuantized(found);
        Qwen25VlConfig actual = config.text().tieWordEmbeddings() ? untiedIfStored(config, stored, found) : config;
        Map<String, String> names = new LinkedHashMap<>();
        for (WeightNames.Weight weight : WeightNames.expected(actual)) {
            String name = found.remove(weight.name());
            if (name == null) {
                problems.add("missing '" + weight.name() + "' " + weight.shape());
                continue;
            }
            TensorInfo info = stored.info(name);
            if (!info.shape().equals(weight.shape())) {
                problems.add("'" + name + "': expected shape " + weight.shape() + ", found " + info.shape());
            } else if (!info.dtype().isFloating() || info.dtype() == DType.F64) {
                problems.add("'" + name + "': expected F32, BF16 or F16, found " + info.dtype());
            }
            names.put(weight.name(), name);
        }
        found.values().forEach(name -> problems.add("unexpected '" + name + "'"));
        if (!problems.isEmpty()) {
            int shown = Math.min(problems.size(), SHOWN);
            throw new CheckpointException("weights do not fit config.json: "
                    + String.join("; ", problems.subList(0, shown))
                    + (shown < problems.size() ? "; and " + (problems.size() - shown) + " more" : ""));
        }
        return new StoredWeights(actual, names);
    }

    private static void refuseQuantized(Map<String, String> found) {
        for (String name : found.keySet()) {
            if (QUANTIZED.matcher(name).matches()) {
                throw ForeignModels.quantized("'" + found.get(name) + "'", "as that tensor shows");
            }
        }
    }

    private static Qwen25VlConfig untiedIfStored(Qwen25VlConfig config, Safetensors stored, Map<String, String> found) {
        String head = found.get(WeightNames.LM_HEAD);
        if (head == null) {
            return config;
        }
        String embedding = found.putIfAbsent(WeightNames.EMBED_TOKENS, head);
        if (embedding != null && !equal(stored, head, embedding)) {
            log.warn(
                    "config.json ties the head to the embedding, but '{}' is stored and differs from it; using the stored head",
                    head);
            return config.untied();
        }
        found.remove(WeightNames.LM_HEAD);
        return config;
    }

    private static boolean equal(Safetensors stored, String left, String right) {
        if (!stored.info(left).equals(stored.info(right))) {
            return false;
        }
        List<ByteBuffer> lefts = stored.chunks(left);
        List<ByteBuffer> rights = stored.chunks(right);
        for (int i = 0; i < lefts.size(); i++) {
            if (!Objects.equals(lefts.get(i), rights.get(i))) {
                return false;
            }
        }
        return true;
    }
}

package org.geor1.rl.trained;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.geor1.protocol.training.Lora;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.model.QwenWeights;

/** Where the adapters of a model belong: each to some rows of one of its tensors. */
public final class LoraLayout {

    private static final String LAYERS = "model.layers.";

    /** PEFT's prefix, and the decoder as {@code transformers} names it. */
    private static final String PEFT_LAYERS = "base_model.model.model.language_model.layers.";

    private final Lora lora;
    private final List<Place> places = new ArrayList<>();

    private LoraLayout(Qwen25VlConfig config, Lora lora) {
        this.lora = lora;
        Map<String, List<Long>> shapes = new HashMap<>();
        WeightNames.expected(config).forEach(weight -> shapes.put(weight.name(), weight.shape()));
        List<List<String>> layout = QwenWeights.layout(config);
        for (int tensor = 0; tensor < layout.size(); tensor++) {
            long first = 0;
            for (String weight : layout.get(tensor)) {
                List<Long> shape = Objects.requireNonNull(shapes.get(weight), weight);
                if (isTarget(weight)) {
                    places.add(new Place(weight, tensor, first, shape.get(0), shape.get(1)));
                }
                first += shape.get(0);
            }
        }
    }

    public static LoraLayout of(Qwen25VlConfig config, Lora lora) {
        return new LoraLayout(config, lora);
    }

    private boolean isTarget(String weight) {
        return weight.startsWith(LAYERS)
                && lora.targetModules().stream().anyMatch(module -> weight.endsWith("." + module + ".weight"));
    }

    /**
     * A weight with an adapter.
     *
     * @param weight its published name
     * @param tensor where the tensor that it is part of stands in {@link QwenWeights#parameters}
     * @param first its first row there
     */
    record Place(String weight, int tensor, long first, long rows, long columns) {

        /** The name that PEFT gives A or B. */
        String peft(String matrix) {
            String module = weight.substring(LAYERS.length(), weight.length() - ".weight".length());
            return PEFT_LAYERS + module + ".lora_" + matrix + ".weight";
        }
    }

    List<Place> places() {
        return List.copyOf(places);
    }

    /** Parameters of all adapters. */
    public long parameters() {
        return places.stream()
                .mapToLong(place -> lora.r() * (place.rows() + place.columns()))
                .sum();
    }

    /** Parameters of the weights that have one. */
    public long adapted() {
        return places.stream()
                .mapToLong(place -> place.rows() * place.columns())
                .sum();
    }
}

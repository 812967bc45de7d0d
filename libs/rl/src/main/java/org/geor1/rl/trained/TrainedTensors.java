package org.geor1.rl.trained;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.model.QwenWeights;

/** The tensors of a model that a run trains as they are, without adapters. A frozen module freezes whole tensors. */
public final class TrainedTensors {

    /** What weight decay leaves alone, by the names that Hugging Face's Trainer goes by. */
    private static final Pattern UNDECAYED = Pattern.compile("bias|layernorm|(^|\\.)norm(\\.|$)|_norm(\\.|$)");

    private final Qwen25VlConfig config;
    private final List<List<String>> layout;
    private final List<Integer> places = new ArrayList<>();

    private TrainedTensors(Qwen25VlConfig config, Trainable trainable) {
        this.config = config;
        this.layout = QwenWeights.layout(config);
        List<Module> frozen =
                trainable.frozen().stream().map(name -> Module.of(name, layout)).toList();
        for (int i = 0; i < layout.size() && trainable.lora() == null; i++) {
            if (!isFrozen(layout.get(i), frozen)) {
                places.add(i);
            }
        }
        if (places.isEmpty() && trainable.lora() == null) {
            throw new IllegalArgumentException("freeze: nothing is left to train; leave a module out");
        }
    }

    /** @throws IllegalArgumentException naming an entry that matches nothing, or what to add to one that splits a tensor */
    public static TrainedTensors of(Qwen25VlConfig config, Trainable trainable) {
        return new TrainedTensors(config, trainable);
    }

    private static boolean isFrozen(List<String> tensor, List<Module> frozen) {
        List<String> left = new ArrayList<>(tensor);
        frozen.forEach(module -> left.removeIf(module::holds));
        if (!left.isEmpty() && left.size() < tensor.size()) {
            Module splitting = frozen.stream()
                    .filter(module -> tensor.stream().anyMatch(module::holds))
                    .findFirst()
                    .orElseThrow();
            throw new IllegalArgumentException("freeze: '" + splitting.entry + "' splits a tensor: " + tensor
                    + " are trained as one; freeze " + String.join(" and ", modules(left))
                    + " too, or nothing of it");
        }
        return left.isEmpty();
    }

    /** Whose weights and biases these are, as entries name them. */
    private static List<String> modules(List<String> weights) {
        return weights.stream()
                .map(weight -> weight.substring(0, weight.lastIndexOf('.')))
                .toList();
    }

    /** Where they stand in {@link QwenWeights#parameters}. */
    List<Integer> places() {
        return List.copyOf(places);
    }

    /** Whether the vision tower has any. */
    public boolean inVision() {
        return places.stream().anyMatch(place -> layout.get(place).get(0).startsWith(Trainable.VISION + "."));
    }

    /**
     * Whether weight decay takes from a tensor: not from biases nor from the decoder's norms. The vision tower's norms
     * ({@code norm1}, {@code norm2}, {@code ln_q}) do decay, as in Hugging Face's Trainer, whose patterns miss them.
     *
     * @param place in {@link QwenWeights#parameters}
     */
    boolean decays(int place) {
        return layout.get(place).stream()
                .noneMatch(name -> UNDECAYED.matcher(name).find());
    }

    /** Parameters in all of them. */
    public long parameters() {
        Map<String, Long> sizes = new HashMap<>();
        for (WeightNames.Weight weight : WeightNames.expected(config)) {
            sizes.put(weight.name(), weight.shape().stream().reduce(1L, Math::multiplyExact));
        }
        return places.stream()
                .flatMap(place -> layout.get(place).stream())
                .mapToLong(name -> Objects.requireNonNull(sizes.get(name)))
                .sum();
    }

    /** An entry, and the published name that it stands for. */
    private record Module(String entry, String name) {

        static Module of(String entry, List<List<String>> layout) {
            String dotted = WeightNames.canonical(entry + ".");
            Module module = new Module(entry, dotted.substring(0, dotted.length() - 1));
            List<String> names = layout.stream().flatMap(List::stream).toList();
            if (names.stream().anyMatch(module::holds)) {
                return module;
            }
            if (module.holds(WeightNames.LM_HEAD)) {
                throw new IllegalArgumentException("freeze: the head of this model is tied to its embedding;"
                        + " name model.embed_tokens instead of '" + entry + "'");
            }
            throw new IllegalArgumentException("freeze: no weight of this model is in '" + entry
                    + "'; entries begin as the names of its weights do, such as visual or model.layers.0.mlp");
        }

        boolean holds(String weight) {
            return weight.equals(name) || weight.startsWith(name + ".");
        }
    }
}

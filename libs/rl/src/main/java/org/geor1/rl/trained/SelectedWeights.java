package org.geor1.rl.trained;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;

/** The model's own tensors, all or some of them. */
final class SelectedWeights implements TrainedWeights {

    private final TrainedTensors tensors;
    private final List<Integer> places;
    private final List<NDArray> weights;
    private final Precision precision;

    SelectedWeights(QwenModel model, Trainable trainable) {
        this.tensors = TrainedTensors.of(model.config(), trainable);
        this.places = tensors.places();
        List<NDArray> all = model.weights().parameters();
        this.weights = places.stream().map(all::get).toList();
        this.precision = model.precision();
    }

    @Override
    public List<NDArray> weights() {
        return weights;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Set<Integer> sources() {
        return Set.copyOf(places);
    }

    @Override
    public List<NDArray> gradients(NDManager scope, List<NDArray> all) {
        return places.stream().map(all::get).toList();
    }

    @Override
    public boolean decays(int weight) {
        return tensors.decays(places.get(weight));
    }

    @Override
    public void apply() {
        // They are the model's.
    }

    @Override
    public void savePolicy(Path directory) {
        // The model's own weights are all.
    }

    @Override
    public void save(Path directory) {
        // The model's own weights are all.
    }

    @Override
    public void load(Path directory) {
        // The model's own weights are all.
    }

    @Override
    public void close() {
        // They are the model's.
    }
}

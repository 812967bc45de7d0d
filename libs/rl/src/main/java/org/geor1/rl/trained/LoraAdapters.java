package org.geor1.rl.trained;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.trained.LoraLayout.Place;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.TensorBytes;

/**
 * Adapters outside the model's forward pass: the model holds the merged weights W = W0 + scale × B A, so that trainer,
 * sampler and export see one weight, and the gradients of A and B follow from that of W ({@code lora.py}). W is computed
 * from W0 after every step, never moved, so nothing is lost to rounding over time. A and B are fp32 whatever the model is;
 * in bf16, W is what the model's type keeps of them.
 */
final class LoraAdapters implements TrainedWeights {

    private static final String BASE = "lora_base.safetensors";

    private final QwenModel model;
    private final LoraScript script;
    private final NDManager manager;
    private final Lora lora;
    private final List<Place> places;
    private final List<NDArray> a = new ArrayList<>();
    private final List<NDArray> b = new ArrayList<>();
    private final List<NDArray> base = new ArrayList<>();
    private final TensorBytes bytes;

    /** New adapters. B is zero, so the model is unchanged. */
    LoraAdapters(TrainingModel training, Lora lora, long seed) {
        this.model = training.model();
        this.manager = model.newManager();
        this.lora = lora;
        this.places = LoraLayout.of(model.config(), lora).places();
        this.bytes = new TensorBytes(model.script(), manager);
        this.script = new LoraScript(training, lora, places);
        SplittableRandom seeds = new SplittableRandom(seed);
        List<NDArray> all = model.weights().parameters();
        for (Place place : places) {
            Shape shapeOfA = new Shape(lora.r(), place.columns());
            a.add(manager.create(uniform(seeds.split(), shapeOfA.size(), place.columns()), shapeOfA));
            b.add(manager.zeros(new Shape(place.rows(), lora.r()), DataType.FLOAT32));
            base.add(model.rows(manager, all.get(place.tensor()), place.first(), place.rows()));
        }
    }

    /** As PEFT does it: kaiming_uniform with a = √5, which is uniform within ± 1 / √columns. */
    private static float[] uniform(SplittableRandom random, long size, long columns) {
        double bound = 1 / Math.sqrt(columns);
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }

    /** Every A, then every B. */
    @Override
    public List<NDArray> weights() {
        List<NDArray> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    @Override
    public Precision precision() {
        return Precision.FP32;
    }

    @Override
    public Set<Integer> sources() {
        return places.stream().map(Place::tensor).collect(Collectors.toSet());
    }

    @Override
    public List<NDArray> gradients(NDManager scope, List<NDArray> all) {
        return script.gradients(scope, all, a, b);
    }

    @Override
    public boolean decays(int weight) {
        return true;
    }

    @Override
    public void apply() {
        try (NDManager scope = manager.newSubManager()) {
            script.merge(scope, base, a, b);
        }
    }

    @Override
    public void savePolicy(Path directory) {
        try {
            Path adapter = Files.createDirectory(directory.resolve(PeftAdapter.DIRECTORY));
            PeftAdapter.writeConfig(adapter, lora);
            List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                tensors.add(bytes.of(places.get(i).peft("A"), a.get(i), Precision.FP32));
                tensors.add(bytes.of(places.get(i).peft("B"), b.get(i), Precision.FP32));
            }
            SafetensorsWriter.writeFile(adapter.resolve(PeftAdapter.WEIGHTS), tensors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void save(Path directory) {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            tensors.add(bytes.of(places.get(i).weight(), base.get(i), model.precision()));
        }
        SafetensorsWriter.writeFile(directory.resolve(BASE), tensors);
    }

    @Override
    public void load(Path directory) {
        Path adapter = directory.resolve(PeftAdapter.DIRECTORY).resolve(PeftAdapter.WEIGHTS);
        try (Safetensors storedBase = Safetensors.open(directory.resolve(BASE));
                Safetensors stored = Safetensors.open(adapter)) {
            for (int i = 0; i < places.size(); i++) {
                bytes.read(storedBase, places.get(i).weight(), base.get(i));
                bytes.read(stored, places.get(i).peft("A"), a.get(i));
                bytes.read(stored, places.get(i).peft("B"), b.get(i));
            }
        }
        apply();
    }

    @Override
    public void close() {
        manager.close();
    }
}

package org.geor1.rl.pass;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.torch.TorchScript;

/** A model as training uses it, policy or reference: with the scripts of training. One thread at a time. */
public final class TrainingModel implements AutoCloseable {

    private final QwenModel model;
    private final TorchScript script;
    private final boolean offloaded;

    private TrainingModel(QwenModel model, boolean offloaded) {
        this.model = model;
        this.script = TrainingScripts.compile(model);
        this.offloaded = offloaded;
    }

    /** Takes over {@code model}, which closes with this. */
    public static TrainingModel of(QwenModel model) {
        return new TrainingModel(model, false);
    }

    /** Loads the checkpoint in {@code directory}, converted to {@code precision} if it is stored in another. */
    public static TrainingModel load(Path directory, Device device, Precision precision) {
        return of(QwenModel.load(directory, device, precision));
    }

    /**
     * Loads the checkpoint into the machine's memory for {@link #encodeImages} and {@link #score} alone, which run on the
     * device of what they are given: a layer's weights visit it.
     */
    public static TrainingModel loadOffloaded(Path directory, Precision precision) {
        return new TrainingModel(QwenModel.load(directory, Device.cpu(), precision), true);
    }

    public QwenModel model() {
        return model;
    }

    public TorchScript script() {
        return script;
    }

    /** Scope for the tensors of one call. */
    public NDManager newScope() {
        return model.newScope();
    }

    /** Features of the batch's distinct images, [rows, hidden], without gradients. */
    public NDArray encodeImages(NDManager scope, PromptBatch batch) {
        return offloaded && batch.hasImages()
                ? new OffloadScript(model, script).encodeImages(scope, batch.images())
                : model.encodeImages(scope, batch);
    }

    /**
     * Log-probabilities, entropies and hits (is the target the likeliest token?), [M] each, of the batch's scored
     * tokens, without gradients.
     */
    public NDList score(NDManager scope, BranchBatch batch, NDArray features, double temperature) {
        return offloaded
                ? new OffloadScript(model, script).score(scope, batch, features, temperature)
                : new ScoreScript(model, script).score(scope, batch, features, temperature);
    }

    @Override
    public void close() {
        script.close();
        model.close();
    }
}

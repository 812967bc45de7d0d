package org.geor1.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.TrainingMemory;
import org.jspecify.annotations.Nullable;

/** Weights under training with their optimizer: collects gradients over micro-batches, then takes one step. */
final class PolicyUpdater implements AutoCloseable {

    /** So many in a row are no accident of a batch: the weights are beyond repair. */
    static final int MAX_SKIPPED_IN_A_ROW = 5;

    private final QwenModel model;
    private final boolean freezeVision;
    private final TrainingMemory memory;
    private final List<NDArray> trained;
    private final AdamW optimizer;
    private final LearningRate rate;
    private final int maxSkippedSteps;
    private long step;
    private int skippedInARow;

    /** @param step optimizer steps taken before, {@code skippedInARow} of which changed nothing, the last ones */
    PolicyUpdater(QwenModel model, UpdateConfig config, long step, int skippedInARow) {
        this.model = model;
        this.freezeVision = config.freezeVision();
        this.memory = new TrainingMemory(config.gradientCheckpointing());
        model.weights().requireGradients();
        this.trained = freezeVision
                ? model.weights().textParameters()
                : model.weights().parameters();
        this.optimizer = new AdamW(
                model.script(),
                model.weights().manager().getDevice(),
                trained,
                config.optimizer(),
                config.memory(),
                config.seed());
        this.rate = config.rate();
        this.maxSkippedSteps = config.maxSkippedSteps();
        this.step = step;
        this.skippedInARow = skippedInARow;
    }

    QwenModel model() {
        return model;
    }

    TrainingMemory memory() {
        return memory;
    }

    AdamW optimizer() {
        return optimizer;
    }

    long step() {
        return step;
    }

    int skippedInARow() {
        return skippedInARow;
    }

    /** Features for a micro-batch, or null when the tower is trained and runs inside the script. */
    @Nullable
    NDArray frozenFeatures(NDManager scope, PromptBatch batch) {
        return freezeVision ? model.encodeImages(scope, batch) : null;
    }

    /** One micro-batch: runs the script and returns its outputs, loss first and gradients last. */
    interface Pass {
        NDList run(NDManager scope);
    }

    /**
     * Takes one optimizer step on the sum of the passes' gradients; if that or the loss is not finite, it counts the
     * step and leaves weights and optimizer as they are.
     *
     * @throws DivergedException when too many steps in a row were skipped
     */
    Outcome update(List<Pass> passes) {
        try (NDManager total = model.newScope()) {
            double learningRate = rate.at(step);
            double loss = 0;
            NDList sum = new NDList();
            for (Pass pass : passes) {
                try (NDManager scope = model.newScope()) {
                    NDList out = pass.run(scope);
                    loss += out.get(0).getFloat();
                    NDList gradients = out.subNDList(out.size() - trained.size());
                    if (sum.isEmpty()) {
                        gradients.attach(total);
                        sum = gradients;
                    } else {
                        model.script().call(scope, "accumulate", sum, gradients);
                    }
                }
            }
            double norm = Double.isFinite(loss) ? optimizer.step(total, sum, learningRate, step) : Double.NaN;
            step++;
            skippedInARow = Double.isFinite(norm) ? 0 : skippedInARow + 1;
            if (skippedInARow >= maxSkippedSteps) {
                throw new DivergedException(skippedInARow
                        + " updates in a row had a loss or a gradient that is not finite, the last at step " + step);
            }
            return new Outcome(loss, norm, learningRate);
        }
    }

    /**
     * @param loss of all passes
     * @param gradNorm before clipping; not finite when the step was skipped
     */
    record Outcome(double loss, double gradNorm, double learningRate) {

        boolean skipped() {
            return !Double.isFinite(gradNorm);
        }
    }

    @Override
    public void close() {
        optimizer.close();
        model.close();
    }
}

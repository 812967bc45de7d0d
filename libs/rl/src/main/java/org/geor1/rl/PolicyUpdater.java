package org.geor1.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.TrainingMemory;
import org.geor1.vlm.torch.TorchThreads;
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
    private final PassCrew crew;
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
        // Large matrices are multiplied by all processors together.
        this.crew = new PassCrew(model.onGpu() || model.hasLargeMatrices() ? 1 : TorchThreads.all());
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
        if (!freezeVision) {
            return null;
        }
        NDArray features = model.encodeImages(scope, batch);
        // The tensors of a pass live as long as it does, but nothing reads these any more.
        batch.closePixels();
        return features;
    }

    /**
     * One micro-batch.
     *
     * @param run runs the script in the scope it is given and returns its outputs, loss first and gradients last;
     *     others may run beside it
     * @param done is given the outputs, pass after pass in their order
     */
    record Pass(Function<NDManager, NDList> run, Consumer<NDList> done) {}

    /**
     * Takes one optimizer step on the sum of the passes' gradients; if that or the loss is not finite, it counts the
     * step and leaves weights and optimizer as they are.
     *
     * @throws DivergedException when too many steps in a row were skipped
     */
    Outcome update(List<Pass> passes) {
        try (NDManager total = model.newScope()) {
            double learningRate = rate.at(step);
            Sum sum = new Sum(total);
            long start = System.nanoTime();
            crew.run(passes, model::newScope, sum::add);
            double passSeconds = (System.nanoTime() - start) / 1e9;
            double loss = sum.loss;
            double norm = Double.isFinite(loss) ? optimizer.step(total, sum.gradients, learningRate, step) : Double.NaN;
            step++;
            skippedInARow = Double.isFinite(norm) ? 0 : skippedInARow + 1;
            if (skippedInARow >= maxSkippedSteps) {
                throw new DivergedException(skippedInARow
                        + " updates in a row had a loss or a gradient that is not finite, the last of them update "
                        + step
                        + "; fork the run from an earlier checkpoint with a lower learning_rate");
            }
            return new Outcome(loss, norm, learningRate, passSeconds);
        }
    }

    /** Adds up what passes give. */
    private final class Sum {

        private final NDManager owner;
        private NDList gradients = new NDList();
        private double loss;

        Sum(NDManager owner) {
            this.owner = owner;
        }

        void add(NDManager scope, NDList out) {
            loss += out.get(0).getFloat();
            NDList more = out.subNDList(out.size() - trained.size());
            if (gradients.isEmpty()) {
                more.attach(owner);
                gradients = more;
            } else {
                model.script().call(scope, "accumulate", gradients, more);
            }
        }
    }

    /**
     * @param loss of all passes
     * @param gradNorm before clipping; not finite when the step was skipped
     * @param passSeconds forward and backward, and adding up
     */
    record Outcome(double loss, double gradNorm, double learningRate, double passSeconds) {

        boolean skipped() {
            return !Double.isFinite(gradNorm);
        }
    }

    @Override
    public void close() {
        crew.close();
        optimizer.close();
        model.close();
    }
}

package org.geor1.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.rl.trained.TrainedWeights;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.TrainingMemory;
import org.geor1.vlm.torch.TorchThreads;
import org.jspecify.annotations.Nullable;

/** Weights under training with their optimizer: collects gradients over micro-batches, then takes one step. */
final class PolicyUpdater implements AutoCloseable {

    /** TRL's and PyTorch's defaults. */
    private static final double BETA1 = 0.9;

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final QwenModel model;
    private final TrainingMemory memory;
    private final boolean trainsVision;
    private final List<NDArray> differentiated;
    private final TrainedWeights trained;
    private final AdamW optimizer;
    private final LearningRate rate;
    private final int maxSkippedSteps;
    private final PassCrew crew;
    private long step;
    private int skippedInARow;

    /** @param state what to do, and how far that has come */
    PolicyUpdater(QwenModel model, TrainerState state) {
        UpdateConfig config = state.update();
        this.model = model;
        this.memory = new TrainingMemory(config.gradientCheckpointing());
        model.weights().requireGradients();
        this.trainsVision =
                TrainedTensors.of(model.config(), config.trainable()).inVision();
        this.differentiated =
                trainsVision ? model.weights().parameters() : model.weights().textParameters();
        this.trained = TrainedWeights.of(model, config.trainable(), config.seed());
        this.optimizer = new AdamW(
                model.script(),
                model.weights().manager().getDevice(),
                trained.weights(),
                new AdamW.Settings(BETA1, BETA2, EPSILON, state.weightDecay(), config.maxGradNorm()),
                config.memory().withWeightsDtype(trained.precision()),
                config.seed());
        this.rate = state.rate();
        this.maxSkippedSteps = config.maxSkippedSteps();
        // Large matrices are multiplied by all processors together.
        this.crew = new PassCrew(model.onGpu() || model.hasLargeMatrices() ? 1 : TorchThreads.all());
        this.step = state.step();
        this.skippedInARow = state.skippedInARow();
    }

    QwenModel model() {
        return model;
    }

    TrainingMemory memory() {
        return memory;
    }

    TrainedWeights trained() {
        return trained;
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
        if (trainsVision) {
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
            double norm = Double.NaN;
            if (Double.isFinite(loss)) {
                List<NDArray> gradients = trained.gradients(total, sum.gradients);
                norm = optimizer.step(total, gradients, learningRate, step);
                trained.apply();
            }
            step++;
            skippedInARow = Double.isFinite(norm) ? 0 : skippedInARow + 1;
            if (skippedInARow >= maxSkippedSteps) {
                throw new DivergedException(skippedInARow
                        + " updates in a row had a loss or a gradient that is not finite, the last at step " + step);
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
            NDList more = out.subNDList(out.size() - differentiated.size());
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
        trained.close();
        model.close();
    }
}

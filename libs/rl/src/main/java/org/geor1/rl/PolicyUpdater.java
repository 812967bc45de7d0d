package org.geor1.rl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.geor1.rl.pass.TrainScript;
import org.geor1.rl.pass.TrainingMemory;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.rl.trained.TrainedWeights;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.torch.TorchThreads;
import org.jspecify.annotations.Nullable;

/** Weights under training with their optimizer: collects gradients over micro-batches, then takes one step. */
final class PolicyUpdater implements AutoCloseable {

    /** TRL's and PyTorch's defaults. */
    private static final double BETA1 = 0.9;

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final TrainingModel model;
    private final TrainScript script;
    private final TrainingMemory memory;
    private final boolean trainsVision;
    private final Set<Integer> sources;
    private final int textTensors;
    private final TrainedWeights trained;
    private final AdamW optimizer;
    private final LearningRate rate;
    private final int maxSkippedSteps;
    private final boolean sideBySide;
    private final PassCrew crew;
    private long step;
    private int skippedInARow;

    /** @param state what to do, and how far that has come */
    PolicyUpdater(TrainingModel training, TrainerState state) {
        UpdateConfig config = state.update();
        QwenModel model = training.model();
        this.model = training;
        this.script = new TrainScript(training);
        this.memory = TrainingMemory.of(
                config.gradientCheckpointing(), model.config().text().vocabSize());
        model.weights().requireGradients();
        this.trainsVision =
                TrainedTensors.of(model.config(), config.trainable()).inVision();
        this.trained = TrainedWeights.of(training, config.trainable(), config.seed());
        this.sources = trained.sources();
        this.textTensors = model.weights().textParameters().size();
        this.optimizer = new AdamW(
                training.script(),
                model.weights().manager().getDevice(),
                trained.weights(),
                trained::decays,
                new AdamW.Settings(BETA1, BETA2, EPSILON, state.weightDecay(), config.maxGradNorm()),
                config.memory().withWeightsDtype(trained.precision()),
                config.seed());
        this.rate = state.rate();
        this.maxSkippedSteps = config.maxSkippedSteps();
        // Large matrices are multiplied by all processors together; then one pass at a time needs no gradients of its
        // own.
        this.sideBySide = !model.onGpu() && !model.hasLargeMatrices();
        this.crew = new PassCrew(sideBySide ? TorchThreads.all() : 1);
        this.step = state.step();
        this.skippedInARow = state.skippedInARow();
    }

    TrainingModel model() {
        return model;
    }

    /** Passes over batches, which may run side by side. */
    TrainScript script() {
        return script;
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
     * @param images whether any of its prompts has one, and the vision tower a part in it
     * @param run runs the script in the scope it is given, adds gradients to the list it is given and returns the outputs,
     *     loss first, the backward pass's seconds last; others may run beside it
     * @param done is given the outputs, pass after pass in their order
     */
    record Pass(boolean images, BiFunction<NDManager, NDList, NDList> run, Consumer<NDList> done) {}

    /**
     * Takes one optimizer step on the sum of the passes' gradients. As in PyTorch, a tensor that no pass went through has
     * none and keeps its value, its moments and its count of steps: those of the vision tower in a step without images.
     * If the sum or the loss is not finite, it counts the
     * step and leaves weights and optimizer as they are.
     *
     * @throws DivergedException when too many steps in a row were skipped
     */
    Outcome update(List<Pass> passes) {
        try (NDManager total = model.newScope()) {
            double learningRate = rate.at(step);
            Sum sum = new Sum(total, passes.stream().anyMatch(Pass::images));
            long start = System.nanoTime();
            if (sideBySide && passes.size() > 1) {
                // Workers of this thread would go on looking for work that the crew does.
                TorchThreads.use(1);
            }
            crew.run(passes, model::newScope, sum::gradients, sum::add);
            double passSeconds = (System.nanoTime() - start) / 1e9;
            double loss = sum.loss;
            double norm = Double.NaN;
            if (Double.isFinite(loss)) {
                List<NDArray> gradients = trained.gradients(total, sum.gradients);
                norm = optimizer.step(total, gradients, learningRate, step);
                trained.apply();
            }
            TorchThreads.useAll();
            step++;
            skippedInARow = Double.isFinite(norm) ? 0 : skippedInARow + 1;
            if (skippedInARow >= maxSkippedSteps) {
                throw new DivergedException(skippedInARow
                        + " updates in a row had a loss or a gradient that is not finite, the last of them update "
                        + step
                        + "; fork the run from an earlier checkpoint with a lower learning_rate");
            }
            return new Outcome(loss, norm, learningRate, passSeconds, sum.backwardShare());
        }
    }

    /** Counts an optimizer step that has nothing to learn from: the schedule goes on, weights and moments stay. */
    void passOver() {
        step++;
    }

    /**
     * Adds up what passes give. Each of a model that runs several side by side has gradients of its own, so that sums do
     * not depend on how many there are; else all add to the same.
     */
    private final class Sum {

        private final NDManager owner;
        private final boolean images;
        private NDList gradients = new NDList();
        private double loss;
        private double seconds;
        private double backward;

        Sum(NDManager owner, boolean images) {
            this.owner = owner;
            this.images = images;
            if (!sideBySide) {
                gradients = script.zeroGradients(owner, this::isUsed);
            }
        }

        private boolean isUsed(int tensor) {
            return sources.contains(tensor) && (images || tensor < textTensors);
        }

        NDList gradients(NDManager scope) {
            return sideBySide ? script.zeroGradients(scope, this::isUsed) : gradients;
        }

        void add(PassCrew.Ran ran) {
            NDList out = ran.out();
            loss += out.get(0).getFloat();
            seconds += ran.seconds();
            backward += out.get(out.size() - 1).getFloat();
            if (gradients.isEmpty()) {
                gradients = ran.gradients();
                gradients.attach(owner);
            } else if (sideBySide) {
                script.accumulate(ran.scope(), gradients, ran.gradients());
            }
        }

        /** Of the time of passes. */
        double backwardShare() {
            return backward / seconds;
        }
    }

    /**
     * @param loss of all passes
     * @param gradNorm before clipping; not finite when the step was skipped
     * @param passSeconds from the start of the first pass to the end of the last
     * @param backwardShare in the time of passes, which may run side by side
     */
    record Outcome(double loss, double gradNorm, double learningRate, double passSeconds, double backwardShare) {

        double backwardSeconds() {
            return passSeconds * backwardShare;
        }

        double forwardSeconds() {
            return passSeconds - backwardSeconds();
        }

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

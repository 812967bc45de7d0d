package org.geor1.rl.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Set;
import org.geor1.rl.optimizer.AdamW;
import org.geor1.rl.optimizer.LearningRate;
import org.geor1.rl.pass.TrainScript;
import org.geor1.rl.pass.TrainingMemory;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.rl.trained.TrainedWeights;
import org.geor1.rl.trained.TrainedWeightsFactory;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.torch.TorchThreads;
import org.jspecify.annotations.Nullable;

/** A model and its optimizer: sums gradients over micro-batches, then takes one step. */
public final class PolicyUpdater implements AutoCloseable {

    /** Metric, where it is not zero: updates of the step that were skipped because loss or gradient was not finite. */
    public static final String SKIPPED_STEPS = "skipped_steps";

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

    /**
     * @param weightDecay decoupled
     * @param step optimizer steps taken before
     * @param skippedInARow how many of the last ones changed nothing
     */
    public PolicyUpdater(
            TrainingModel training,
            UpdateConfig config,
            double weightDecay,
            LearningRate rate,
            long step,
            int skippedInARow) {
        QwenModel model = training.model();
        this.model = training;
        this.script = new TrainScript(training);
        this.memory = TrainingMemory.of(
                config.gradientCheckpointing(), model.config().text().vocabSize());
        model.weights().requireGradients();
        this.trainsVision =
                TrainedTensors.of(model.config(), config.trainable()).inVision();
        this.trained = TrainedWeightsFactory.create(training, config.trainable(), config.seed());
        this.sources = trained.sources();
        this.textTensors = model.weights().textParameters().size();
        this.optimizer = new AdamW(
                training.script(),
                model.weights().manager().getDevice(),
                trained.weights(),
                trained::decays,
                new AdamW.Settings(BETA1, BETA2, EPSILON, weightDecay, config.maxGradNorm()),
                config.memory().withWeightsDtype(trained.precision()),
                config.seed());
        this.rate = rate;
        this.maxSkippedSteps = config.maxSkippedSteps();
        // Large matrices use all processors at once. Then passes run one at a time and share one set of gradients.
        this.sideBySide = !model.onGpu() && !model.hasLargeMatrices();
        this.crew = new PassCrew(sideBySide ? TorchThreads.all() : 1);
        this.step = step;
        this.skippedInARow = skippedInARow;
    }

    public TrainingModel model() {
        return model;
    }

    /** Passes over batches, which may run side by side. */
    public TrainScript script() {
        return script;
    }

    public TrainingMemory memory() {
        return memory;
    }

    public TrainedWeights trained() {
        return trained;
    }

    public AdamW optimizer() {
        return optimizer;
    }

    public long step() {
        return step;
    }

    public int skippedInARow() {
        return skippedInARow;
    }

    /** Features for a micro-batch, or null if the vision tower is trained and so runs inside the script. */
    public @Nullable NDArray frozenFeatures(NDManager scope, PromptBatch batch) {
        if (trainsVision) {
            return null;
        }
        NDArray features = model.encodeImages(scope, batch);
        // Nothing reads the pixels from here on; the other tensors live until the pass ends.
        batch.closePixels();
        return features;
    }

    /**
     * Takes one optimizer step on the sum of the passes' gradients. As in PyTorch, a tensor without a gradient keeps its
     * value, its moments and its step count, as the vision tower's do in a step without images. If loss or gradients are
     * not finite, the step is counted but weights and optimizer stay unchanged.
     *
     * @throws DivergedException when too many steps in a row were skipped
     */
    public Outcome update(List<TrainingPass> passes) {
        try (NDManager total = model.newScope()) {
            double learningRate = rate.at(step);
            Sum sum = new Sum(total, passes.stream().anyMatch(TrainingPass::images));
            long start = System.nanoTime();
            if (sideBySide && passes.size() > 1) {
                // Otherwise this thread's idle workers spin and slow the others down.
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
            step++;
            skippedInARow = Double.isFinite(norm) ? 0 : skippedInARow + 1;
            if (skippedInARow >= maxSkippedSteps) {
                throw new DivergedException(skippedInARow
                        + " updates in a row had a loss or a gradient that is not finite, the last of them update "
                        + step
                        + "; fork the run from an earlier checkpoint with a lower learning_rate");
            }
            return new Outcome(loss, norm, learningRate, passSeconds, sum.backwardShare());
        } finally {
            TorchThreads.useAll();
        }
    }

    /** Counts a step without any gradient: the schedule advances, weights and moments stay. */
    public void skipStep() {
        step++;
    }

    /**
     * Sums losses and gradients. Passes that run side by side each have their own gradients, so that the sum does not
     * depend on their number; otherwise all add to the same ones.
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

        /** Share of the backward passes in the time of all passes. */
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
    public record Outcome(double loss, double gradNorm, double learningRate, double passSeconds, double backwardShare) {

        public double backwardSeconds() {
            return passSeconds * backwardShare;
        }

        public double forwardSeconds() {
            return passSeconds - backwardSeconds();
        }

        public boolean skipped() {
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

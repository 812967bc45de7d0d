package org.geor1.rl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A policy being trained: weights, optimizer, schedule and step counter. Not thread-safe; one thread owns it.
 *
 * <p>{@link #save} writes everything that {@code resume} needs: after it, the same inputs give the same weights.
 */
public interface TrainingSession extends AutoCloseable {

    /** Metric, where it is not zero: updates of the step that changed nothing, as loss or gradient was not finite. */
    String SKIPPED_STEPS = "skipped_steps";

    /**
     * The GRPO updates of one step on complete groups.
     *
     * @return TRL metric names to values
     * @throws DivergedException when too many updates in a row changed nothing
     */
    Map<String, Double> grpoStep(List<ScoredGroup> groups);

    /** One SFT update. @return TRL metric names to values */
    Map<String, Double> sftStep(List<SftExample> examples);

    /** One SFT update on many questions about shared images. */
    SharedSftOutcome sharedSftStep(List<SharedSftExample> examples);

    /**
     * The loss on examples that nothing is learned from: mean cross-entropy over all their assistant tokens, as {@link
     * #sftStep} has it.
     */
    double sftLoss(List<SftExample> examples);

    /** Optimizer steps taken so far. */
    long step();

    /** Writes the policy alone, in Hugging Face layout, as rollout replicas load it. */
    void savePolicy(Path directory);

    /** Writes policy, optimizer state, schedule and step. */
    void save(Path directory);

    @Override
    void close();
}

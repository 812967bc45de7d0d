package org.geor1.rl.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.rl.grpo.GrpoOutcome;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.sft.SharedSftExample;
import org.geor1.rl.sft.SharedSftOutcome;
import org.geor1.rl.update.DivergedException;
import org.geor1.rl.update.PolicyUpdater;

/**
 * A policy being trained: weights, optimizer, schedule and step counter. Not thread-safe; one thread owns it.
 *
 * <p>{@link #save} writes everything that {@code resume} needs: after resuming, the same inputs give the same weights.
 */
public interface TrainingSession extends AutoCloseable {

    /** Metric, where it is not zero: updates of the step that were skipped because loss or gradient was not finite. */
    String SKIPPED_STEPS = PolicyUpdater.SKIPPED_STEPS;

    /**
     * The GRPO updates of one step on complete groups.
     *
     * @throws DivergedException when too many updates in a row were skipped
     */
    GrpoOutcome grpoStep(List<ScoredGroup> groups);

    /** One SFT update. @return TRL metric names to values */
    Map<String, Double> sftStep(List<SftExample> examples);

    /** One SFT update on many questions about shared images. */
    SharedSftOutcome sharedSftStep(List<SharedSftExample> examples);

    /**
     * The loss on held-out examples: mean cross-entropy over all their assistant tokens, as {@link #sftStep} computes it.
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

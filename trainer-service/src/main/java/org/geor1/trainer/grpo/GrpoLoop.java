package org.geor1.trainer.grpo;

import java.util.Map;
import org.geor1.rl.grpo.GrpoOutcome;
import org.geor1.trainer.rollout.CollectedGroups;
import org.geor1.trainer.rollout.Prompts;
import org.geor1.trainer.rollout.RolloutCollector;
import org.geor1.trainer.rollout.RolloutScheduler;
import org.geor1.trainer.rollout.StepGroups;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.run.RunLoop;
import org.geor1.trainer.training.Training;
import org.geor1.trainer.training.TrainingStores;
import org.jspecify.annotations.Nullable;

/**
 * Elevating: GRPO on cross-view pairing (paper, section 3.3).
 *
 * <p>The old policy in a probability ratio is the trainer's own before the step, even where an older one sampled the
 * completions; TRL takes the trainer's as well, and {@code GrpoUpdate} says why. The sampler's log-probabilities enter
 * through the importance weights: {@code importance_sampling_correction}, and for stale groups {@code stale_groups}.
 */
public final class GrpoLoop implements RunLoop {

    private final TrainingStores stores;
    private final StepGroups groups;

    public GrpoLoop(TrainingStores stores, StepGroups groups) {
        this.stores = stores;
        this.groups = groups;
    }

    @Override
    public @Nullable String drive(DrivenRun run) throws InterruptedException {
        RolloutScheduler scheduler = new RolloutScheduler(run, stores.tasks(run), groups, stores.steps());
        RolloutCollector collector = new RolloutCollector(run, groups, scheduler);
        Prompts prompts = new Prompts(stores.sources().pictures());
        GrpoTraining method = new GrpoTraining(run, stores.sessions(), groups, scheduler.firstQuestion(), prompts);
        try (Training training = Training.resume(run, method, stores)) {
            training.eachStep(step -> {
                long start = System.nanoTime();
                // Sample: rollout workers draw the groups of this step, and of later ones as far as staleness allows.
                scheduler.open(step.number());
                // Reward: reward workers score each group as it ends.
                CollectedGroups collected = collector.collect(step.number());
                step.measured(collected.metrics());
                step.measured(Map.of("time/rollout_wait", (System.nanoTime() - start) / 1e9));
                // Update.
                GrpoOutcome update = step.update(session -> session.grpoStep(collected.scored(prompts)));
                step.measured(update.metrics());
                // Checkpoint: workers can have the new policy, and draw from it while the disk takes it.
                step.checkpoint();
                scheduler.openNext(step.number(), step.policy());
                // Commit.
                step.tell(collected.event(step.number()));
                step.commit(collected.byRollout(update.advantages()));
            });
        }
        return null;
    }
}

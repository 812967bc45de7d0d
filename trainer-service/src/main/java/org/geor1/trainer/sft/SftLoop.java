package org.geor1.trainer.sft;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.protocol.run.Sft;
import org.geor1.rl.sft.SftExample;
import org.geor1.trainer.rollout.Prompts;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.run.RunLoop;
import org.geor1.trainer.training.CommittedMetrics;
import org.geor1.trainer.training.Training;
import org.geor1.trainer.training.TrainingStep;
import org.geor1.trainer.training.TrainingStores;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Scaffolding: supervised fine-tuning on chain-of-thought exemplars (paper, section 3.2). */
public final class SftLoop implements RunLoop {

    private final TrainingStores stores;
    private final JsonMapper json;

    public SftLoop(TrainingStores stores, JsonMapper json) {
        this.stores = stores;
        this.json = json;
    }

    @Override
    public @Nullable String drive(DrivenRun run) throws InterruptedException {
        Sft sft = run.spec().requireSft();
        Exemplars exemplars = new Exemplars(
                stores.tasks(run),
                new Prompts(stores.sources().pictures()),
                run.spec().seed(),
                run.maxSteps() * sft.batchSize(),
                sft.answerOnly());
        EarlyStopping stopping = new EarlyStopping(sft.earlyStopping());
        stopping.replay(run.startStep(), run.committedStep(), evaluated(run));
        SftTraining method = new SftTraining(run, stores.sessions(), exemplars, stopping);
        try (Training training = Training.resume(run, method, stores)) {
            training.eachStep(step -> {
                stores.steps().open(run.lease(), step.number(), step.number() - 1);
                // Update.
                step.measured(step.update(session -> session.sftStep(exemplars.batch(step.number(), sft.batchSize()))));
                // Evaluate, where that is due.
                boolean best = stopping.evaluatesAfter(step.number())
                        && evaluate(step, exemplars.heldOut(sft.earlyStopping().evalSamples()), stopping);
                // Checkpoint.
                step.checkpoint(best);
                // Commit.
                step.commit();
            });
        }
        EarlyStopping.Result result = stopping.result();
        return result == null ? null : json.writeValueAsString(result);
    }

    /** Whether a run that keeps its best weights has just found them. */
    private static boolean evaluate(TrainingStep step, List<SftExample> heldOut, EarlyStopping stopping) {
        double loss = step.session().sftLoss(heldOut);
        step.measured(Map.of(EarlyStopping.EVAL_LOSS, loss));
        boolean best = stopping.evaluated(step.number(), loss) && stopping.keepsBest();
        if (stopping.stops()) {
            String message = "training stops early: " + stopping.reason();
            step.tell(new NewEvent(EventType.LOG, step.number(), Map.of("level", "info", "message", message)));
        }
        return best;
    }

    private Map<Long, Double> evaluated(DrivenRun run) {
        Map<Long, Double> losses = new HashMap<>();
        CommittedMetrics.of(stores.metrics(), run.id(), List.of(EarlyStopping.EVAL_LOSS))
                .forEach((step, values) -> losses.put(step, values.getOrDefault(EarlyStopping.EVAL_LOSS, Double.NaN)));
        return losses;
    }
}

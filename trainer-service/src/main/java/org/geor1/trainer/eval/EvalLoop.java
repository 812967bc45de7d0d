package org.geor1.trainer.eval;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.geor1.geo.source.Source;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.step.StepCommit;
import org.geor1.protocol.rollout.Sampling;
import org.geor1.protocol.run.Eval;
import org.geor1.trainer.rollout.PairingQuestions;
import org.geor1.trainer.rollout.RolloutMetrics;
import org.geor1.trainer.rollout.StepGroups;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.run.RunLoop;
import org.geor1.trainer.training.TrainingStores;
import tools.jackson.databind.json.JsonMapper;

/** Evaluation on held-out cities: one greedy completion per question, no update. */
public final class EvalLoop implements RunLoop {

    private final TrainingStores stores;
    private final StepGroups groups;
    private final JsonMapper json;

    public EvalLoop(TrainingStores stores, StepGroups groups, JsonMapper json) {
        this.stores = stores;
        this.groups = groups;
        this.json = json;
    }

    @Override
    public String drive(DrivenRun run) throws InterruptedException {
        Eval eval = run.spec().requireEval();
        Source source =
                stores.sources().tasks(run.spec().shares().get(0).name()).source();
        PairingQuestions questions = PairingQuestions.evaluation(
                stores.tasks(run), source, run.spec().seed(), eval);
        StepGroups.Draw greedy = new StepGroups.Draw(
                1,
                0,
                Sampling.WHOLE,
                eval.maxCompletionLength(),
                0,
                stores.policies().initial(run));
        EvalResult.Tally tally =
                new EvalResult.Tally(eval.blankImages(), run.spec().reward().accuracyMethod());
        for (long step = 1; step <= run.committedStep(); step++) {
            tally.add(groups.finished(run.id(), step));
        }
        for (long step = run.committedStep() + 1; step <= run.maxSteps(); step++) {
            run.checkInterrupted();
            long start = System.nanoTime();
            // Sample.
            groups.open(run, step, asked(questions, eval, step), greedy);
            // Reward.
            groups.await(run, step);
            List<RolloutGroup> answered = groups.finished(run.id(), step);
            tally.add(answered);
            // Commit.
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            Map<String, Double> metrics = RolloutMetrics.of(answered);
            metrics.put("eval/accuracy", tally.result().accuracy());
            metrics.put("step_time", time.toNanos() / 1e9);
            stores.steps().commit(new StepCommit(run.lease(), step, null, null, metrics, Map.of(), List.of()));
            stores.meters().timer("geor1.trainer.step", "kind", "eval").record(time);
        }
        return json.writeValueAsString(tally.result());
    }

    private static List<PairingQuestions.Asked> asked(PairingQuestions questions, Eval eval, long step) {
        long first = (step - 1) * eval.asked().promptsPerStep();
        return LongStream.range(
                        first, Math.min(eval.questions(), first + eval.asked().promptsPerStep()))
                .mapToObj(questions::get)
                .toList();
    }
}

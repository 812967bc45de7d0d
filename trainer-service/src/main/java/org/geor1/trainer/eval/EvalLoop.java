package org.geor1.trainer.eval;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.geor1.geo.style.PromptStyle;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.step.StepCommit;
import org.geor1.protocol.rollout.Sampling;
import org.geor1.protocol.run.Eval;
import org.geor1.trainer.rollout.RolloutMetrics;
import org.geor1.trainer.rollout.RunQuestions;
import org.geor1.trainer.rollout.StepGroups;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.run.RunLoop;
import org.geor1.trainer.training.TrainingStores;
import tools.jackson.databind.json.JsonMapper;

/** Evaluation on held-out places, with no update: pairing, or geolocation, which calibrates the model. */
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
        PromptStyle style = stores.tasks(run).style();
        String policy = stores.policies().initial(run);
        RunQuestions questions = RunQuestions.evaluation(
                stores.sources().tasks(run.spec().shares().get(0).name()),
                style,
                run.spec().seed(),
                eval);
        StepGroups.Draw draw = new StepGroups.Draw(
                eval.n(), Sampling.temperature(eval.n()), Sampling.WHOLE, eval.maxCompletionLength(), 0, policy);
        Exam exam = exam(run, eval, style, policy);
        for (long step = run.committedStep() + 1; step <= run.maxSteps(); step++) {
            run.checkInterrupted();
            long start = System.nanoTime();
            // Sample.
            groups.open(run, step, asked(questions, eval, step), draw);
            // Reward.
            groups.await(run, step);
            List<RolloutGroup> answered = groups.finished(run.id(), step);
            exam.add(step, answered);
            // Commit.
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            Map<String, Double> metrics = RolloutMetrics.of(answered);
            metrics.putAll(exam.metrics());
            metrics.put("step_time", time.toNanos() / 1e9);
            stores.steps().commit(new StepCommit(run.lease(), step, null, null, metrics, Map.of(), List.of()));
            stores.meters().timer("geor1.trainer.step", "kind", "eval").record(time);
        }
        return json.writeValueAsString(exam.finish());
    }

    private Exam exam(DrivenRun run, Eval eval, PromptStyle style, String policy) {
        return switch (eval.task()) {
            case PAIRING -> new PairingExam(run, groups);
            case GEOLOCATION ->
                new GeolocationExam(
                        run,
                        new GeolocationExam.Asked(
                                policy, style.versioned(), stores.sources().places(style.planet())),
                        stores.calibrations(),
                        json);
        };
    }

    private static List<RunQuestions.Asked> asked(RunQuestions questions, Eval eval, long step) {
        long first = (step - 1) * eval.asked().promptsPerStep();
        return LongStream.range(
                        first, Math.min(eval.questions(), first + eval.asked().promptsPerStep()))
                .mapToObj(questions::get)
                .toList();
    }
}

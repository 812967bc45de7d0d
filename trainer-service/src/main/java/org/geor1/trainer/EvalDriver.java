package org.geor1.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.step.StepCommit;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.RunSpec;
import tools.jackson.databind.json.JsonMapper;

/** Evaluation on held-out cities: one greedy completion a question, no update. */
final class EvalDriver implements RunDriver {

    private final GroupSteps groups;
    private final StepStore steps;
    private final Policies policies;
    private final JsonMapper json;
    private final MeterRegistry meters;

    EvalDriver(GroupSteps groups, StepStore steps, Policies policies, JsonMapper json, MeterRegistry meters) {
        this.groups = groups;
        this.steps = steps;
        this.policies = policies;
        this.json = json;
        this.meters = meters;
    }

    @Override
    public String drive(RunContext context) throws InterruptedException {
        RunSpec.Eval eval = context.spec().method().requireEval();
        PairingQuestions questions = PairingQuestions.evaluation(context.spec().seed(), eval);
        GroupSteps.Draw draw = new GroupSteps.Draw(
                1, 0, RunSpec.Sampling.WHOLE, eval.maxCompletionLength(), 0, policies.initial(context));
        EvalResult.Tally tally =
                new EvalResult.Tally(eval.blankImages(), context.spec().reward().accuracyMethod());
        for (long step = 1; step <= context.run().currentStep(); step++) {
            tally.add(groups.finished(context.id(), step));
        }
        for (long step = context.run().currentStep() + 1; step <= context.run().maxSteps(); step++) {
            context.requireGoOn();
            long start = System.nanoTime();
            long first = (step - 1) * eval.promptsPerStep();
            List<PairingQuestions.Asked> asked = LongStream.range(
                            first, Math.min(eval.questions(), first + eval.promptsPerStep()))
                    .mapToObj(questions::get)
                    .toList();
            List<RolloutGroup> answered = groups.run(context, step, asked, draw);
            tally.add(answered);
            Map<String, Double> metrics = RolloutMetrics.of(answered);
            metrics.put("eval/accuracy", tally.result().accuracy());
            metrics.put("step_time", (System.nanoTime() - start) / 1e9);
            steps.commit(new StepCommit(context.lease(), step, null, null, metrics, Map.of(), List.of()));
            meters.timer("geor1.trainer.step", "kind", "eval").record(Duration.ofNanos(System.nanoTime() - start));
        }
        return json.writeValueAsString(tally.result());
    }
}

package org.geor1.benchmarks.staleness;

import java.util.ArrayList;
import java.util.List;
import org.geor1.benchmarks.Median;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.demo.DemoRecipe;
import org.geor1.local.demo.EvaluationResult;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.run.Eval;
import org.geor1.protocol.run.Method;
import org.geor1.protocol.run.RunSpec;
import tools.jackson.databind.JsonNode;

/** The demo's recipe on a running platform: scaffolding once, then any number of arms that continue from it. */
final class Experiment {

    private static final long LOOK = 50;

    private final PlatformClient client;
    private final DemoRecipe recipe = DemoRecipe.standard();
    private final int steps;
    private final int questions;
    private final long seed;

    Experiment(PlatformClient client, int steps, int questions, long seed) {
        this.client = client;
        this.steps = steps;
        this.questions = questions;
        this.seed = seed;
    }

    /** @return the model that all arms start from */
    String scaffold() throws InterruptedException {
        return finished("geo-sft", recipe.model(), recipe.sft()).id() + "@latest";
    }

    Arm.Result run(Arm arm, String model) throws InterruptedException {
        long start = System.nanoTime();
        RunView run = finished(arm.title(), model, arm.of(recipe.grpo(), steps));
        double seconds = (System.nanoTime() - start) / 1e9;
        RunView evaluation = finished("eval " + arm.title(), run.id() + "@latest", eval());
        return new Arm.Result(
                arm,
                EvaluationResult.of(evaluation),
                median(run, "step_time"),
                median(run, "time/rollout_wait"),
                median(run, "time/forward") + median(run, "time/backward"),
                seconds,
                mean(run, "sampling/sampling_logp_difference/mean"));
    }

    private Eval eval() {
        Eval eval = recipe.eval();
        return new Eval(
                eval.task(),
                eval.n(),
                questions,
                new Questions(
                        Math.min(eval.asked().promptsPerStep(), questions),
                        eval.asked().candidates(),
                        eval.asked().confusers()),
                eval.maxCompletionLength(),
                false);
    }

    private RunView finished(String name, String model, Method method) throws InterruptedException {
        RunView run = client.createRun(
                new RunSpec("staleness", name, model, recipe.dataset(), null, null, seed, method, recipe.reward()));
        while (!run.isFinished()) {
            Thread.sleep(LOOK);
            run = client.run(run.id());
        }
        if (!run.hasSucceeded()) {
            throw new IllegalStateException("run " + run.id() + " (" + name + ") " + run.state() + ": " + run.error());
        }
        return run;
    }

    private double median(RunView run, String metric) {
        Median median = new Median();
        values(run, metric).forEach(median::add);
        return median.value();
    }

    private double mean(RunView run, String metric) {
        return values(run, metric).stream()
                .mapToDouble(value -> value)
                .average()
                .orElse(0);
    }

    private List<Double> values(RunView run, String metric) {
        List<Double> values = new ArrayList<>();
        for (JsonNode value : client.metrics(run.id(), metric).path("series").path(metric)) {
            if (value.isNumber()) {
                values.add(value.asDouble());
            }
        }
        return values;
    }
}

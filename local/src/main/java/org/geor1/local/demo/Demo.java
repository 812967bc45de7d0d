package org.geor1.local.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.PlatformException;
import org.geor1.local.client.RunView;
import org.geor1.protocol.run.Method;
import org.geor1.protocol.run.RunKind;
import org.geor1.protocol.run.RunSpec;

/**
 * The paper's pipeline over REST: base → scaffolding (SFT) → elevating (GRPO), every stage evaluated on held-out
 * cities, and the last one also on grey images.
 */
public final class Demo {

    private final PlatformClient client;
    private final DemoRecipe recipe;
    private final long seed;
    private final RunWatcher watcher;

    public Demo(PlatformClient client, DemoRecipe recipe, long seed, RunWatcher watcher) {
        this.client = client;
        this.recipe = recipe;
        this.seed = seed;
        this.watcher = watcher;
    }

    /**
     * The results of the demo.
     *
     * @param report the figures
     * @param bySharedCues per stage, accuracy by how many cues the confusers share
     * @param scaffolded name of the model that SFT made
     * @param run id of the GRPO run
     */
    public record Outcome(
            DemoReport report,
            Map<String, Map<Integer, EvaluationResult.Share>> bySharedCues,
            String scaffolded,
            String run) {}

    /**
     * Runs every stage in turn.
     *
     * @param withZero whether to run GRPO straight from the base too
     */
    public Outcome run(boolean withZero) {
        long started = System.nanoTime();
        List<DemoReport.Stage> stages = new ArrayList<>();
        Map<String, Map<Integer, EvaluationResult.Share>> shares = new LinkedHashMap<>();

        evaluate("base", recipe.model(), 0, stages, shares);

        Trained scaffolded = train("geo-sft", recipe.model(), recipe.sft());
        evaluate("geo-sft", scaffolded.model(), scaffolded.seconds(), stages, shares);

        if (withZero) {
            Trained zero = train("geo-r1-zero", recipe.model(), recipe.zero());
            evaluate("geo-r1-zero", zero.model(), zero.seconds(), stages, shares);
        }

        Trained elevated = train("geo-r1", scaffolded.model(), recipe.grpo());
        evaluate("geo-r1", elevated.model(), elevated.seconds(), stages, shares);

        EvaluationResult blank = EvaluationResult.of(finish(
                recipe.run("geo-r1 blank", elevated.model(), seed, recipe.blank()), "eval  geo-r1, grey images"));
        DemoReport report =
                new DemoReport(seed, seconds(started), stages, new DemoReport.BlankImage(blank.accuracy(), blank.n()));
        return new Outcome(report, shares, scaffolded.model(), elevated.run());
    }

    private record Trained(String run, double seconds) {
        String model() {
            return run + "@latest";
        }
    }

    private Trained train(String name, String startFrom, Method method) {
        long started = System.nanoTime();
        RunView run = finish(
                recipe.run(name, startFrom, seed, method), (method.type() == RunKind.SFT ? "sft   " : "grpo  ") + name);
        return new Trained(run.id(), seconds(started));
    }

    private void evaluate(
            String name,
            String model,
            double trainingSeconds,
            List<DemoReport.Stage> stages,
            Map<String, Map<Integer, EvaluationResult.Share>> shares) {
        long started = System.nanoTime();
        EvaluationResult result =
                EvaluationResult.of(finish(recipe.run(name, model, seed, recipe.eval()), "eval  " + name));
        stages.add(DemoReport.Stage.of(name, result, trainingSeconds + seconds(started)));
        shares.put(name, result.bySharedCues());
    }

    private RunView finish(RunSpec spec, String label) {
        RunView run = watcher.follow(client.createRun(spec), label);
        if (!run.hasSucceeded()) {
            throw new PlatformException(0, "Run " + run.id() + " (" + label + ") " + run.state() + ": " + run.error());
        }
        return run;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}

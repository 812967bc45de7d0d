package org.geor1.benchmarks.staleness;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.geor1.local.demo.EvaluationResult;
import org.geor1.local.demo.Interval;
import org.geor1.protocol.run.Grpo;
import org.geor1.protocol.run.RunSpecReader;

/**
 * One way to run the same steps.
 *
 * @param sharedPrefix whether a prompt runs once for its group
 * @param maxStaleness how many versions behind the policy that draws a step may be
 */
record Arm(boolean sharedPrefix, int maxStaleness) {

    /** The arm that the others are compared with comes first. */
    static final List<Arm> ALL = List.of(new Arm(true, 0), new Arm(false, 0), new Arm(true, 1), new Arm(true, 4));

    String title() {
        return (sharedPrefix ? "shared" : "apart") + ", staleness " + maxStaleness;
    }

    /** This many steps of {@code recipe}, run in this way. */
    Grpo of(Grpo recipe, int steps) {
        return RunSpecReader.grpo(
                recipe,
                Map.of(
                        "max_steps", steps,
                        "warmup_steps", Math.min(recipe.optimizer().warmupSteps(), steps),
                        "checkpoint_every", steps,
                        "shared_prefix", sharedPrefix,
                        "max_staleness", maxStaleness));
    }

    /**
     * Medians over the steps, in seconds.
     *
     * @param evaluation on held-out questions
     * @param step a whole step
     * @param waiting part of the step spent waiting for rollouts
     * @param update forward and backward
     * @param run from the first step to the last, including the wait until the run is noticed
     * @param logProbDifference mean over the steps of the mean distance of sampler and trainer
     */
    record Result(
            Arm arm,
            EvaluationResult evaluation,
            double step,
            double waiting,
            double update,
            double run,
            double logProbDifference) {

        private static final double Z = 1.959963984540054;

        static final String HEADER = String.format(
                Locale.ROOT,
                "%-20s | %10s %16s | %8s %8s %8s %8s | %s",
                "",
                "accuracy %",
                "95 % interval",
                "s/step",
                "waiting",
                "update",
                "run, s",
                "log-prob difference");

        String line() {
            Interval interval = evaluation.interval();
            return String.format(
                    Locale.ROOT,
                    "%-20s | %10.1f %8.1f to %4.1f | %8.3f %8.3f %8.3f %8.1f | %.2g",
                    arm.title(),
                    100 * evaluation.accuracy(),
                    100 * interval.low(),
                    100 * interval.high(),
                    step,
                    waiting,
                    update,
                    run,
                    logProbDifference);
        }

        String summary() {
            return String.format(
                    Locale.ROOT, "%s: %.1f %%, %.2f s/step", arm.title(), 100 * evaluation.accuracy(), step);
        }

        /** One arm's results over several seeds: accuracy over all questions, and means of the other values. */
        static Result over(List<Result> seeds) {
            long n = seeds.stream().mapToLong(seed -> seed.evaluation.n()).sum();
            EvaluationResult all = new EvaluationResult(
                    mean(seeds, seed -> seed.evaluation.accuracy() * seed.evaluation.n()) * seeds.size() / n,
                    n,
                    mean(seeds, seed -> seed.evaluation.meanLength()),
                    mean(seeds, seed -> seed.evaluation.format()),
                    Map.of());
            return new Result(
                    seeds.get(0).arm,
                    all,
                    mean(seeds, Result::step),
                    mean(seeds, Result::waiting),
                    mean(seeds, Result::update),
                    mean(seeds, Result::run),
                    mean(seeds, Result::logProbDifference));
        }

        private static double mean(List<Result> seeds, ToDoubleFunction<Result> value) {
            return seeds.stream().mapToDouble(value).average().orElseThrow();
        }

        /** Whether two shares of equally many questions may be equal: the two-sided test of proportions at 5 %. */
        boolean isLike(Result other) {
            double pooled =
                    (evaluation.accuracy() * evaluation.n() + other.evaluation.accuracy() * other.evaluation.n())
                            / (evaluation.n() + other.evaluation.n());
            double spread = Math.sqrt(pooled * (1 - pooled) * (1.0 / evaluation.n() + 1.0 / other.evaluation.n()));
            return Math.abs(evaluation.accuracy() - other.evaluation.accuracy()) <= Z * spread;
        }
    }
}

package org.geor1.local.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * All figures of a demo, as {@code --report} writes them.
 *
 * @param seed seed of every run
 * @param seconds from the first request to the last answer
 * @param stages in the order of the paper's table
 * @param blankImage the control with grey images
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DemoReport(long seed, double seconds, List<Stage> stages, BlankImage blankImage) {

    public DemoReport {
        stages = List.copyOf(stages);
    }

    /**
     * One row of the table.
     *
     * @param name {@code base}, {@code geo-sft}, {@code geo-r1-zero} or {@code geo-r1}
     * @param accuracy share of right answers, with its 95 % interval from {@code low} to {@code high}
     * @param meanLength mean completion length, in tokens
     * @param format share of completions in the asked form
     * @param seconds training and evaluation
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Stage(
            String name,
            double accuracy,
            double low,
            double high,
            long n,
            double meanLength,
            double format,
            double seconds) {

        static Stage of(String name, EvaluationResult result, double seconds) {
            Interval interval = result.interval();
            return new Stage(
                    name,
                    result.accuracy(),
                    interval.low(),
                    interval.high(),
                    result.n(),
                    result.meanLength(),
                    result.format(),
                    seconds);
        }
    }

    /** The trained model on grey images: it should be at chance. */
    public record BlankImage(double accuracy, long n) {}

    /** The stage of that name, if it was run. */
    public @Nullable Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}

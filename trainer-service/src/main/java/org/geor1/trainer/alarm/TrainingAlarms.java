package org.geor1.trainer.alarm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;

/**
 * Checks a run's committed metrics against the {@link AlarmRule}s. Each episode is reported twice: when it begins and when
 * it ends. Everything follows from committed metrics, so a resumed run reports nothing twice.
 *
 * <p>Groups without variance are common early in a run: in nano's first 60 steps 80 to 96 % of the groups have none, and
 * accuracy still rises. They are also common late in a good run: when three quarters of the answers are right, half of
 * the groups have none. So in the first {@value #EARLY} steps of a run, and while most answers are right, that rule only
 * informs; an episode that outlasts both becomes a warning.
 */
public final class TrainingAlarms {

    static final int EARLY = 100;
    /** A baseline is the mean of at most the first number of steps, and at least the second. */
    private static final int BASELINE = 50;

    private static final int LEAST_BASELINE = 20;

    private static final String ACCURACY = "rewards/accuracy/mean";
    private static final String STALENESS = "staleness/max";

    private final long startStep;
    private final List<Double> accuracies = new ArrayList<>();
    private final List<Watch> watches =
            Arrays.stream(AlarmRule.values()).map(Watch::new).toList();

    /** @param startStep the step after which the run begins */
    public TrainingAlarms(long startStep) {
        this.startStep = startStep;
    }

    /** The metrics that the rules read. */
    public static List<String> metrics() {
        return Stream.concat(
                        Arrays.stream(AlarmRule.values()).flatMap(rule -> rule.metrics().stream()),
                        Stream.of(ACCURACY, STALENESS))
                .distinct()
                .toList();
    }

    /** The events that a step's metrics cause. Steps come in order; a missing metric changes nothing. */
    public List<NewEvent> after(long step, Map<String, Double> metrics) {
        if (metrics.containsKey(ACCURACY)) {
            accuracies.add(metrics.getOrDefault(ACCURACY, 0.0));
        }
        AlarmRule.Stage stage = stage(step);
        List<NewEvent> events = new ArrayList<>();
        for (Watch watch : watches) {
            watch.after(step, stage, metrics, events);
        }
        return events;
    }

    private AlarmRule.Stage stage(long step) {
        int window = AlarmRule.ZERO_VARIANCE.window();
        double accuracy = mean(accuracies.subList(Math.max(0, accuracies.size() - window), accuracies.size()));
        if (accuracy >= 0.5) {
            return AlarmRule.Stage.SOLVED;
        }
        return step - startStep <= EARLY ? AlarmRule.Stage.EARLY : AlarmRule.Stage.STUCK;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private enum Told {
        NOTHING,
        INFO,
        WARNING
    }

    private final class Watch {

        private final AlarmRule rule;
        private final List<Double> values = new ArrayList<>();
        private Told told = Told.NOTHING;
        /** An episode keeps the baseline that it began with. */
        private double baseline = Double.NaN;

        Watch(AlarmRule rule) {
            this.rule = rule;
        }

        void after(long step, AlarmRule.Stage stage, Map<String, Double> metrics, List<NewEvent> events) {
            // An older policy's log-probabilities differ from the trainer's by more than rounding, as they should.
            if (rule == AlarmRule.SAMPLER_MISMATCH && metrics.getOrDefault(STALENESS, 0.0) > 0) {
                return;
            }
            Double value = rule.metrics().stream()
                    .filter(metrics::containsKey)
                    .findFirst()
                    .map(metrics::get)
                    .orElse(null);
            if (value == null || !Double.isFinite(value)) {
                return;
            }
            values.add(value);
            if (values.size() > BASELINE + rule.window()) {
                values.remove(0);
            }
            if (values.size() >= rule.window()) {
                judge(step, stage, events);
            }
        }

        private void judge(long step, AlarmRule.Stage stage, List<NewEvent> events) {
            int split = values.size() - rule.window();
            double mean = mean(values.subList(split, values.size()));
            if (rule.hasBaseline() && told == Told.NOTHING) {
                baseline = split < LEAST_BASELINE ? Double.NaN : mean(values.subList(0, split));
            }
            double figure = rule.hasBaseline() ? mean / baseline : mean;
            Told level = rule.warnsAt(stage) ? Told.WARNING : Told.INFO;
            if (level.compareTo(told) > 0 && rule.raisedBy(mean, figure)) {
                told = level;
                events.add(event(step, level == Told.INFO ? "info" : "warning", rule.raised(mean, figure, stage)));
            } else if (told != Told.NOTHING && rule.releasedBy(figure)) {
                told = Told.NOTHING;
                events.add(event(step, "over", rule.released(mean)));
                // Otherwise the end of an explosion would look like a collapse.
                if (rule.hasBaseline()) {
                    watches.forEach(Watch::forgetBaseline);
                }
            }
        }

        private void forgetBaseline() {
            if (rule.hasBaseline() && values.size() > rule.window()) {
                values.subList(0, values.size() - rule.window()).clear();
            }
        }

        private NewEvent event(long step, String level, String message) {
            return new NewEvent(EventType.ALERT, step, Map.of("rule", rule.wire(), "level", level, "message", message));
        }
    }
}

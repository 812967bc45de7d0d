package org.geor1.trainer.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contract: each alarm is raised when it begins and cleared when it ends, once per episode; healthy curves raise none.
 */
class TrainingAlarmsTest {

    private static final String VARIANCE = "frac_reward_zero_std";
    private static final String LENGTH = "completions/mean_length";
    private static final String CLIPPED = "completions/clipped_ratio";
    private static final String GAP = "sampling/sampling_logp_difference/mean";
    private static final String ACCURACY = "rewards/accuracy/mean";

    @ParameterizedTest(name = "{0}")
    @MethodSource("curves")
    void tells(String name, Map<String, LongToDoubleFunction> curves, int steps, List<String> expected) {
        assertThat(told(new TrainingAlarms(0), curves, 1, steps)).isEqualTo(expected);
    }

    static Stream<Arguments> curves() {
        return Stream.of(
                curve(
                        "22 of 30 steps without variance",
                        VARIANCE,
                        step -> step % 4 == 0 ? 0 : 1,
                        30,
                        "10 zero_variance info"),
                curve("at 0.6 nothing", VARIANCE, step -> 0.6, 200),
                curve("nine steps are too few", VARIANCE, step -> step > 50 && step < 60 ? 0.65 : 0.1, 90),
                curve(
                        "early and lasting",
                        VARIANCE,
                        step -> 0.9,
                        300,
                        "10 zero_variance info",
                        "101 zero_variance warning"),
                curve(
                        "early, like nano's: 60 steps at 0.8 to 0.96, then fewer",
                        VARIANCE,
                        step -> step <= 60 ? 0.88 + 0.08 * Math.sin(step) : 0.3,
                        300,
                        "10 zero_variance info",
                        "67 zero_variance over"),
                curve(
                        "late, in two episodes",
                        VARIANCE,
                        step -> step > 150 && step <= 200 || step > 300 ? 0.9 : 0.2,
                        400,
                        "156 zero_variance warning",
                        "206 zero_variance over",
                        "306 zero_variance warning"),
                Arguments.of(
                        "solved questions are not a problem",
                        Map.<String, LongToDoubleFunction>of(VARIANCE, step -> step / 300.0, ACCURACY, step -> 0.8),
                        300,
                        List.of("185 zero_variance info")),
                Arguments.of(
                        "only the trained groups count",
                        Map.<String, LongToDoubleFunction>of(
                                VARIANCE, step -> 0.9, "dynamic_sampling/frac_reward_zero_std", step -> 0.1),
                        300,
                        List.of()),
                curve(
                        "cut off",
                        CLIPPED,
                        step -> step > 20 && step <= 40 ? 0.3 : 0.05,
                        60,
                        "24 cut_off warning",
                        "45 cut_off over"),
                curve("one step is no episode", CLIPPED, step -> step == 20 ? 0.9 : 0, 60),
                curve(
                        "explosion that outlasts its own baseline",
                        LENGTH,
                        step -> step <= 60 ? 90 : step <= 200 ? 250 : 95,
                        260,
                        "63 length_explosion warning",
                        "204 length_explosion over"),
                curve("doubling of short answers is not an explosion", LENGTH, step -> step <= 60 ? 16 : 40, 200),
                curve("slow growth is learning", LENGTH, step -> 70 + step / 4.0, 300),
                curve("collapse", LENGTH, step -> step <= 60 ? 90 : 8, 200, "64 length_collapse warning"),
                curve("a baseline takes twenty steps", LENGTH, step -> step <= 10 ? 20 : 200, 24),
                curve("rounding in bf16", GAP, step -> 0.012, 100),
                curve("another model", GAP, step -> step > 10 ? 0.4 : 0.001, 100, "11 sampler_mismatch warning"),
                Arguments.of(
                        "an older policy may differ",
                        Map.<String, LongToDoubleFunction>of(GAP, step -> 0.4, "staleness/max", step -> 1),
                        100,
                        List.of()),
                curve("NaN changes nothing", VARIANCE, step -> Double.NaN, 100));
    }

    /** The curves of a GRPO run that improved from 28 to 85 % (seed 2 of the demo), as read from its chart. */
    @Test
    void aGoodRunOnlyReportsSolvedQuestions() {
        Map<String, LongToDoubleFunction> curves = Map.of(
                VARIANCE, step -> Math.max(0, Math.min(0.68, 0.05 + step / 190.0) + 0.12 * Math.sin(1.7 * step)),
                ACCURACY, step -> 0.85 - 0.75 * Math.exp(-step / 18.0) + 0.05 * Math.sin(step),
                LENGTH, step -> 88 - 16 * Math.exp(-step / 8.0) + 3 * Math.sin(step),
                CLIPPED, step -> 0.05 + 0.04 * Math.sin(step),
                GAP, step -> 1e-6);
        assertThat(told(new TrainingAlarms(0), curves, 1, 200)).allMatch(told -> told.endsWith("zero_variance info"));
    }

    @Test
    void aResumedRunRepeatsNoAlarm() {
        Map<String, LongToDoubleFunction> curves =
                Map.of(VARIANCE, step -> 0.9, LENGTH, step -> step <= 60 ? 90 : step <= 150 ? 250 : 95);
        List<String> whole = told(new TrainingAlarms(0), curves, 1, 200);
        for (int broken = 1; broken < 200; broken += 13) {
            List<String> first = told(new TrainingAlarms(0), curves, 1, broken);
            TrainingAlarms resumed = new TrainingAlarms(0);
            told(resumed, curves, 1, broken);
            first.addAll(told(resumed, curves, broken + 1, 200));
            assertThat(first).as("interrupted at %d", broken).isEqualTo(whole);
        }
    }

    @Test
    void aForkHasItsOwnEarlyPhase() {
        assertThat(told(new TrainingAlarms(500), Map.of(VARIANCE, step -> 0.9), 501, 520))
                .containsExactly("510 zero_variance info");
    }

    @Test
    void theMessageSaysHowMuchAndWhatHelps() {
        TrainingAlarms alarms = new TrainingAlarms(0);
        List<String> messages = new ArrayList<>();
        for (long step = 1; step <= 110; step++) {
            alarms.after(step, Map.of(VARIANCE, 0.9))
                    .forEach(
                            event -> messages.add(String.valueOf(event.payload().get("message"))));
        }
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).contains("90 %", "last 10 steps", "usual");
        assertThat(messages.get(1)).contains("90 %", "too hard", "dynamic_sampling");
    }

    private static Arguments curve(
            String name, String metric, LongToDoubleFunction curve, int steps, String... expected) {
        return Arguments.of(name, Map.of(metric, curve), steps, List.of(expected));
    }

    private static List<String> told(
            TrainingAlarms alarms, Map<String, LongToDoubleFunction> curves, int from, int to) {
        List<String> told = new ArrayList<>();
        for (long step = from; step <= to; step++) {
            long now = step;
            Map<String, Double> metrics = new HashMap<>();
            curves.forEach((key, curve) -> metrics.put(key, curve.applyAsDouble(now)));
            alarms.after(step, metrics)
                    .forEach(event ->
                            told.add(event.step() + " " + event.payload().get("rule") + " "
                                    + event.payload().get("level")));
        }
        return told;
    }
}

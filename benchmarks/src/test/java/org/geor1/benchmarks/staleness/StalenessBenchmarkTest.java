package org.geor1.benchmarks.staleness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.geor1.local.cli.Geor1;
import org.geor1.local.demo.DemoRecipe;
import org.geor1.local.demo.EvaluationResult;
import org.geor1.protocol.run.Grpo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Contract: arms differ only in the setting they compare; wrong usage is refused before anything is started. */
class StalenessBenchmarkTest {

    @Test
    void armsAreTheDemosStepsWithOneSettingChanged() {
        Grpo recipe = DemoRecipe.standard().grpo();
        assertThat(Arm.ALL.get(0).of(recipe, recipe.maxSteps()))
                .usingRecursiveComparison()
                .ignoringFields("checkpoints.checkpointEvery")
                .isEqualTo(recipe);
        for (Arm arm : Arm.ALL) {
            Grpo grpo = arm.of(recipe, 5);
            assertThat(grpo.sharedPrefix()).isEqualTo(arm.sharedPrefix());
            assertThat(grpo.rollouts().maxStaleness()).isEqualTo(arm.maxStaleness());
            assertThat(grpo)
                    .usingRecursiveComparison()
                    .ignoringFields("sharedPrefix", "rollouts")
                    .isEqualTo(Arm.ALL.get(0).of(recipe, 5));
        }
        assertThat(Arm.ALL.stream().map(Arm::maxStaleness).collect(Collectors.toSet()))
                .isEqualTo(Set.of(0, 1, 4));
    }

    @Test
    void accuraciesAreEqualIfChanceMayExplainTheDifference() {
        assertThat(result(0.80).isLike(result(0.84))).isTrue();
        assertThat(result(0.80).isLike(result(0.90))).isFalse();
        assertThat(result(0.90).isLike(result(0.80))).isFalse();
        assertThat(result(1).isLike(result(1))).isTrue();
    }

    @Test
    void severalSeedsPoolTheirQuestions() {
        Arm.Result low = Arm.Result.over(List.of(result(0.80), result(0.86)));
        assertThat(low.evaluation().accuracy()).isCloseTo(0.83, within(1e-12));
        assertThat(low.evaluation().n()).isEqualTo(800);
        assertThat(low.step()).isEqualTo(1);
        // Twice as many questions show a difference that those of one seed do not.
        assertThat(result(0.83).isLike(result(0.87))).isTrue();
        assertThat(low.isLike(Arm.Result.over(List.of(result(0.87), result(0.87)))))
                .isFalse();
    }

    private static Arm.Result result(double accuracy) {
        return new Arm.Result(
                Arm.ALL.get(0), new EvaluationResult(accuracy, 400, 50, 1, Map.of()), 1, 0.5, 0.4, 10, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--steps=0", "--questions=0", "--seed=2,1,2", "--seed=1,x"})
    void wrongUsageIsRefused(String argument) {
        CommandLine line = Geor1.commandLine(new StalenessBenchmark());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));
        assertThat(line.execute(argument)).isEqualTo(2);
        assertThat(err.toString()).contains(argument.substring(0, argument.indexOf('=')));
    }
}

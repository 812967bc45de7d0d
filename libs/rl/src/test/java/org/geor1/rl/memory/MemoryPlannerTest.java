package org.geor1.rl.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.junit.jupiter.api.Test;

/**
 * Terms follow from sizes, options take away what they should, and what does not fit is refused with the change that
 * helps. That totals are right is measured: {@code geor1 bench memory}.
 */
class MemoryPlannerTest {

    private static final long GIB = 1L << 30;

    private static final Qwen25VlConfig NANO = Qwen25VlConfig.read(Path.of("../vlm/src/test/resources/parity/tied"));

    /** Sizes as published for 3B. */
    private static final Qwen25VlConfig LARGE = new Qwen25VlConfig(
            new Qwen25VlConfig.Text(
                    2048,
                    11008,
                    36,
                    16,
                    2,
                    151936,
                    1e-6,
                    new Qwen25VlConfig.Rope(1e6, List.of(16, 24, 24)),
                    128000,
                    true),
            new Qwen25VlConfig.Vision(
                    32, 1280, 3420, 16, 2048, new Qwen25VlConfig.Patches(14, 2, 2, 3), 112, List.of(7, 15, 23, 31)),
            NANO.tokens(),
            "bfloat16");

    private static StepShape shape(int prompts) {
        return new StepShape(1024, 900, 512, 8, prompts, 8, true, false, true);
    }

    @Test
    void parametersAreThoseOfThePublishedModel() {
        assertThat(Sizes.of(LARGE).all() / 1e9).isCloseTo(3.75, within(0.01));
        assertThat(bytes(MemoryPlanner.plan(LARGE, shape(1)), "weights"))
                .isEqualTo(4 * Sizes.of(LARGE).all());
        assertThat(bytes(MemoryPlanner.plan(LARGE, shape(1)), "optimizer state"))
                .isEqualTo(8 * Sizes.of(LARGE).text());
    }

    @Test
    void optionsTakeAwayWhatTheySay() {
        long before = MemoryPlanner.plan(LARGE, shape(16)).total();
        assertThat(MemoryPlanner.plan(LARGE, shape(16).withGradientCheckpointing())
                        .total())
                .isLessThan(before);
        assertThat(before
                        - MemoryPlanner.plan(LARGE, shape(16).withoutReference())
                                .total())
                .isEqualTo(4 * Sizes.of(LARGE).all());
        assertThat(before - MemoryPlanner.plan(LARGE, shape(8)).total())
                .isEqualTo(4 * Sizes.of(LARGE).text());
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheCheapestChange() {
        StepShape shape = shape(1).withoutReference();
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape, 80 * GIB))
                .isInstanceOf(DoesNotFitException.class)
                .hasMessageContainingAll(
                        "prompts_per_step=1",
                        "group_size=8",
                        "max_completion_length=512",
                        "it fits with gradient_checkpointing=true (");
        assertThatCode(() -> MemoryGuard.check(LARGE, shape.withGradientCheckpointing(), 80 * GIB))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape, 40 * GIB)).hasMessageContaining("no setting helps");
    }

    @Test
    void severalChangesAreNamedWhereOneIsNotEnough() {
        StepShape shape = shape(8);
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape, 64 * GIB))
                .hasMessageContaining("gradient_checkpointing=true and prompts_per_step=1 and beta=0");
    }

    @Test
    void smallModelsAreNeverRefused() {
        StepShape shape = new StepShape(4096, 4096, 32768, 128, 64, 8, false, false, true);
        assertThatCode(() -> MemoryGuard.check(NANO, shape, GIB)).doesNotThrowAnyException();
    }

    private static long bytes(MemoryPlan plan, String name) {
        return plan.terms().stream()
                .filter(term -> term.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytes();
    }
}

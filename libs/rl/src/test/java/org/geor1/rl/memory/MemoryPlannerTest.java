package org.geor1.rl.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.trained.Trainable;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;

/**
 * Terms follow from sizes, options remove what they should, and a plan that does not fit is refused with the change
 * that helps. The totals are checked by measurement: {@code geor1 bench memory}.
 */
class MemoryPlannerTest {

    private static final long GIB = 1L << 30;

    private static final Qwen25VlConfig NANO = ConfigReader.read(Path.of("../vlm/src/test/resources/parity/tied"));

    /** The published sizes of the 3B model. */
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
        return shape(prompts, Trainable.TEXT);
    }

    private static StepShape shape(int prompts, Trainable trainable) {
        return new StepShape(1024, 900, 512, 8, prompts, 8, trainable, false, true, MemoryOptions.STANDARD, false);
    }

    @Test
    void parametersMatchThePublishedModel() {
        assertThat(Sizes.of(LARGE).all() / 1e9).isCloseTo(3.75, within(0.01));
        assertThat(bytes(MemoryPlanner.plan(LARGE, shape(1)), "weights"))
                .isEqualTo(4 * Sizes.of(LARGE).all());
        assertThat(bytes(MemoryPlanner.plan(LARGE, shape(1)), "optimizer state"))
                .isEqualTo(8 * Sizes.of(LARGE).text());
    }

    @Test
    void optionsRemoveWhatTheyShould() {
        long before = MemoryPlanner.plan(LARGE, shape(16)).total();
        assertThat(MemoryPlanner.plan(LARGE, shape(16).withGradientCheckpointing())
                        .total())
                .isLessThan(before);
        assertThat(before
                        - MemoryPlanner.plan(LARGE, shape(16).withoutReference())
                                .total())
                .isEqualTo(4 * Sizes.of(LARGE).all());
        // All passes add to the same gradients.
        assertThat(MemoryPlanner.plan(LARGE, shape(8)).total()).isEqualTo(before);
    }

    @Test
    void refusesAPlanThatDoesNotFitWithTheCheapestChange() {
        StepShape shape = shape(1).withoutReference();
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape, 64 * GIB))
                .isInstanceOf(DoesNotFitException.class)
                .hasMessageContainingAll(
                        "prompts_per_step=1",
                        "group_size=8",
                        "max_completion_length=512",
                        "it fits with gradient_checkpointing=true (");
        assertThatCode(() -> MemoryGuard.check(LARGE, shape.withGradientCheckpointing(), 64 * GIB))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape, 40 * GIB))
                .hasMessageContaining("it fits with gradient_checkpointing=true and optim_states=bf16 (");
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape, 24 * GIB)).hasMessageContaining("no setting helps");
    }

    @Test
    void namesSeveralChangesIfNeededAndNoUselessOne() {
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape(8), 64 * GIB))
                .hasMessageContaining("it fits with gradient_checkpointing=true and weights_dtype=bf16 (");
    }

    @Test
    void bf16HalvesMemory() {
        MemoryOptions halves =
                MemoryOptions.STANDARD.withWeightsDtype(Precision.BF16).withOptimStates(Precision.BF16);
        MemoryPlan before = MemoryPlanner.moments(LARGE, shape(16)).get(0);
        MemoryPlan after = MemoryPlanner.moments(LARGE, shape(16).with(halves)).get(0);
        for (String term : List.of("weights", "optimizer state", "reference policy", "gradients")) {
            assertThat(2 * bytes(after, term)).as(term).isEqualTo(bytes(before, term));
        }
    }

    @Test
    void offloadedStatesCountOnlyForTheHostAndAreOfferedOnlyOnADevice() {
        MemoryOptions away = MemoryOptions.STANDARD.withOffloadedOptimizer().withOffloadedReference();
        StepShape shape = shape(1).withGradientCheckpointing();
        long moved = MemoryPlanner.plan(LARGE, shape).total()
                - MemoryPlanner.plan(LARGE, shape.with(away)).total();
        assertThat(moved)
                .isEqualTo(MemoryPlanner.host(LARGE, shape.with(away)).stream()
                        .mapToLong(MemoryTerm::bytes)
                        .sum())
                .isEqualTo(4 * Sizes.of(LARGE).all() + 8 * Sizes.of(LARGE).text());
        assertThat(MemoryGuard.advice(LARGE, shape, 60 * GIB, true)).contains("offload_reference=true");
        assertThat(MemoryGuard.advice(LARGE, shape, 60 * GIB, false)).doesNotContain("offload");
        long card = MemoryPlanner.plan(LARGE, shape.with(away)).total();
        assertThatThrownBy(() -> MemoryGuard.check(LARGE, shape.with(away.onHost()), card))
                .isInstanceOf(DoesNotFitException.class);
    }

    @Test
    void frozenModulesHaveNoOptimizerState() {
        StepShape frozen = shape(1, new Trainable(true, List.of("model.embed_tokens", "model.layers.0.mlp"), null));
        long embedding = 151936L * 2048;
        long mlp = 3L * 2048 * LARGE.text().intermediateSize();
        assertThat(bytes(MemoryPlanner.plan(LARGE, frozen), "optimizer state"))
                .isEqualTo(8 * (Sizes.of(LARGE).text() - embedding - mlp));
        assertThatThrownBy(() -> MemoryPlanner.plan(LARGE, shape(1, new Trainable(true, List.of("model.x"), null))))
                .hasMessageContaining("model.x");
    }

    @Test
    void adaptersAreCountedWithTheirBaseWeights() {
        MemoryPlan plan = MemoryPlanner.plan(
                LARGE, shape(1, new Trainable(true, List.of(), new Lora(16, 32, List.of("q_proj")))));
        long layers = LARGE.text().numLayers();
        assertThat(bytes(plan, "adapters")).isEqualTo(4 * layers * 16 * (2048 + 2048));
        assertThat(bytes(plan, "adapted weights without them")).isEqualTo(4 * layers * 2048 * 2048);
        assertThat(bytes(plan, "optimizer state")).isEqualTo(2 * bytes(plan, "adapters"));
    }

    @Test
    void smallModelsAreNeverRefused() {
        StepShape shape =
                new StepShape(4096, 4096, 32768, 128, 64, 8, Trainable.ALL, false, true, MemoryOptions.STANDARD, false);
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

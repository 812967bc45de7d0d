package org.geor1.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.rl.ScoredGroup.ScoredCompletion;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.JsonFiles;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What the options of a GRPO step do to a small policy, beyond the formula that the comparison with TRL ({@code geor1 bench parity}) holds. */
class GrpoUpdateTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final ChatPrompt PROMPT = ChatPrompt.of(new ChatPrompt.Text("lake or sand?"));
    private static final double[] REWARDS = {1, 0, 0.5};

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    @Test
    void furtherUpdatesMeasureTheirRatiosAgainstThePolicyBeforeTheFirst() {
        GrpoConfig config = config(objective(3, false, 0), 0);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config)) {
            Map<String, Double> metrics = session.grpoStep(List.of(group(REWARDS)));
            assertThat(session.step()).isEqualTo(3);
            assertThat(metrics.get("clip_ratio/region_mean")).isPositive();
            assertThat(metrics.get("clip_ratio/region_mean"))
                    .isCloseTo(metrics.get("clip_ratio/low_mean") + metrics.get("clip_ratio/high_mean"), within(1e-9));
        }
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(objective(1, false, 0), 0))) {
            assertThat(session.grpoStep(List.of(group(REWARDS)))).doesNotContainKey("clip_ratio/region_mean");
        }
    }

    @Test
    void maskedCompletionsTeachNothingButCountAmongTheRewards() throws IOException {
        ScoredGroup all = group(REWARDS);
        List<ScoredCompletion> completions = all.completions();
        ScoredCompletion cut = completions.get(0);
        ScoredGroup truncated = new ScoredGroup(
                "g",
                PROMPT,
                List.of(
                        new ScoredCompletion(cut.tokenIds(), cut.samplerLogProbs(), cut.reward(), true),
                        completions.get(1),
                        completions.get(2)));
        GrpoBatch batch = GrpoBatch.of(config(objective(1, true, 0), 0), List.of(truncated));
        GrpoPart part = batch.parts().get(0);
        assertThat(part.branches().get(0)).hasSize(2);
        assertThat((double) part.advantages()[0])
                .isCloseTo(Advantages.of(List.of(REWARDS), ScaleRewards.GROUP).get(0)[1], within(1e-6));
        assertThat((double) part.weights()[0])
                .isCloseTo(1.0 / (3 * completions.get(1).tokenIds().length), within(1e-7));
        ScoredGroup onlyCut = new ScoredGroup(
                "g",
                PROMPT,
                List.of(truncated.completions().get(0), truncated.completions().get(0)));
        assertThat(GrpoBatch.of(config(objective(1, true, 0), 0), List.of(onlyCut))
                        .parts())
                .isEmpty();
    }

    @Test
    void theEntropyBonusRaisesEntropy() {
        assertThat(entropyAfter(0.5)).isGreaterThan(entropyAfter(0)).isGreaterThan(entropyAfter(-0.5));
    }

    private double entropyAfter(double coefficient) {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(objective(1, false, coefficient), 0))) {
            for (int i = 0; i < 3; i++) {
                session.grpoStep(List.of(group(REWARDS)));
            }
            return session.grpoStep(List.of(group(REWARDS))).get("entropy");
        }
    }

    /** Flat groups have no advantage, but they do have a KL term. */
    @Test
    void groupsWithoutVarianceAreRunOnlyWhereTheyHaveAGradient() {
        List<ScoredGroup> flat = List.of(group(1, 1, 1));
        assertThat(GrpoBatch.of(config(objective(1, false, 0), 0), flat).parts())
                .isEmpty();
        assertThat(GrpoBatch.of(config(objective(1, false, 0), 0.04), flat).parts())
                .hasSize(1);
        assertThat(GrpoBatch.of(config(objective(1, false, 0.1), 0), flat).parts())
                .hasSize(1);
    }

    @Test
    void aStepWithoutANumberChangesNothingAndFiveInARowEndTraining() throws IOException {
        // Beyond what a float holds: the loss is infinite or no number.
        ScoredGroup broken = group(1e39, -1e39, 0);
        GrpoConfig config =
                new GrpoConfig(1e-3, 0, 0.2, 0.9, ScaleRewards.NONE, 1, 0, 100, true, false, GrpoObjective.STANDARD);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config)) {
            session.savePolicy(directory.resolve("before"));
            assertThat(session.grpoStep(List.of(broken))).containsEntry(TrainingSession.SKIPPED_STEPS, 1.0);
            session.savePolicy(directory.resolve("after"));
            assertThat(weights("after")).isEqualTo(weights("before"));
            assertThat(session.grpoStep(List.of(group(REWARDS)))).doesNotContainKey(TrainingSession.SKIPPED_STEPS);
            for (int i = 0; i < 4; i++) {
                assertThat(session.grpoStep(List.of(broken))).containsEntry(TrainingSession.SKIPPED_STEPS, 1.0);
            }
            session.save(directory.resolve("state"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            assertThatThrownBy(() -> session.grpoStep(List.of(broken)))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("5 updates in a row");
        }
    }

    @Test
    void howManyBrokenStepsInARowEndTrainingIsASetting() {
        GrpoConfig config = new GrpoConfig(
                1e-3, 0, 0.2, 0.9, ScaleRewards.NONE, 1, 0, 100, true, false, GrpoObjective.STANDARD, null, 2);
        ScoredGroup broken = group(1e39, -1e39, 0);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config)) {
            session.grpoStep(List.of(broken));
            session.grpoStep(List.of(group(REWARDS)));
            session.grpoStep(List.of(broken));
            assertThatThrownBy(() -> session.grpoStep(List.of(broken)))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("2 updates in a row");
        }
    }

    @Test
    void aCompletionWithATokenOfAnImageIsRefusedUnderItsGroupsName() throws IOException {
        int image = Qwen25VlConfig.read(CHECKPOINT).tokens().image();
        ScoredGroup sound = group(REWARDS);
        ScoredGroup bad = new ScoredGroup(
                "gr_bad",
                PROMPT,
                List.of(
                        sound.completions().get(0),
                        new ScoredCompletion(new int[] {21, image, 22}, new float[3], 0, false)));
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(GrpoObjective.STANDARD, 0))) {
            session.savePolicy(directory.resolve("before"));
            assertThatThrownBy(() -> session.grpoStep(List.of(sound, bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("group gr_bad")
                    .hasMessageContaining("token 1 of completion 1 is " + image);
            assertThat(session.step()).isZero();
            session.savePolicy(directory.resolve("after"));
        }
        assertThat(weights("after")).isEqualTo(weights("before"));
    }

    @Test
    void aStateSavedBeforeObjectivesCouldBeChosenIsResumedWithThePapers() throws IOException {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(objective(2, false, 0), 0))) {
            session.save(directory.resolve("state"));
        }
        Path file = directory.resolve("state").resolve(TrainerState.FILE);
        ObjectNode state = JsonFiles.readObject(file, 1 << 20);
        ObjectNode grpo = (ObjectNode) state.path("grpo");
        grpo.remove("objective");
        grpo.remove("gradientCheckpointing");
        grpo.remove("referenceSync");
        grpo.remove("maxSkippedSteps");
        grpo.put("scaleRewards", true);
        state.remove("skippedInARow");
        Files.delete(file);
        JsonFiles.write(file, state);
        assertThat(TrainerState.read(directory.resolve("state")).grpo()).isEqualTo(config(GrpoObjective.STANDARD, 0));
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name).resolve("model.safetensors"));
    }

    private static GrpoObjective objective(int iterations, boolean masked, double entropyCoef) {
        return new GrpoObjective(
                LossType.GRPO,
                GrpoObjective.Ratio.TOKEN,
                null,
                null,
                false,
                entropyCoef,
                masked,
                16,
                iterations,
                SamplerCorrection.NONE);
    }

    private static GrpoConfig config(GrpoObjective objective, double beta) {
        return new GrpoConfig(1e-2, beta, 0.2, 0.9, ScaleRewards.GROUP, 1, 0, 100, true, false, objective);
    }

    /** Completions of 2, 3, 4 … tokens. */
    private static ScoredGroup group(double... rewards) {
        return new ScoredGroup(
                "g",
                PROMPT,
                IntStream.range(0, rewards.length)
                        .mapToObj(i -> new ScoredCompletion(
                                IntStream.range(20 + i, 22 + 2 * i).toArray(), new float[2 + i], rewards[i], false))
                        .toList());
    }
}

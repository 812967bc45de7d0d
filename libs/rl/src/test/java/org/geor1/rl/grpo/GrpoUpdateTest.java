package org.geor1.rl.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.pass.BranchBatch;
import org.geor1.rl.pass.TrainScript;
import org.geor1.rl.pass.TrainingMemory;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainerState;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.DivergedException;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * The effects of a GRPO step's options on a small policy, beyond the formula checked by the comparison with TRL
 * ({@code geor1 bench parity}).
 */
class GrpoUpdateTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final ChatPrompt PROMPT = ChatPrompt.of(new ChatPrompt.Text("lake or sand?"));
    private static final double[] REWARDS = {1, 0, 0.5};

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    @Test
    void ratiosOfFurtherUpdatesAreRelativeToThePolicyBeforeTheFirst() {
        GrpoConfig config = config(objective(3, false, 0), 0);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config)) {
            Map<String, Double> metrics =
                    session.grpoStep(List.of(group(REWARDS))).metrics();
            assertThat(session.step()).isEqualTo(3);
            assertThat(metrics.get("clip_ratio/region_mean")).isPositive();
            assertThat(metrics.get("clip_ratio/region_mean"))
                    .isCloseTo(metrics.get("clip_ratio/low_mean") + metrics.get("clip_ratio/high_mean"), within(1e-9));
        }
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(objective(1, false, 0), 0))) {
            assertThat(session.grpoStep(List.of(group(REWARDS))).metrics()).doesNotContainKey("clip_ratio/region_mean");
        }
    }

    @Test
    void maskedCompletionsHaveNoGradientButTheirRewardsCount() throws IOException {
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
            return session.grpoStep(List.of(group(REWARDS))).metrics().get("entropy");
        }
    }

    /** Groups without variance have no advantage, but they do have a KL term. */
    @Test
    void groupsWithoutVarianceAreRunOnlyIfTheyHaveAGradient() {
        List<ScoredGroup> flat = List.of(group(1, 1, 1));
        List<ScoredGroup> rounded = List.of(group(0.003, 0.003, 0.003));
        assertThat(Advantages.std(new double[] {0.003, 0.003, 0.003})).isPositive();
        assertThat(GrpoBatch.of(config(objective(1, false, 0), 0), rounded).parts())
                .isEmpty();
        assertThat(GrpoBatch.of(config(objective(1, false, 0), 0), flat).parts())
                .isEmpty();
        assertThat(GrpoBatch.of(config(objective(1, false, 0), 0.04), flat).parts())
                .hasSize(1);
        assertThat(GrpoBatch.of(config(objective(1, false, 0.1), 0), flat).parts())
                .hasSize(1);
    }

    @Test
    void aStepThatIsNotFiniteChangesNothingAndFiveInARowEndTraining() throws IOException {
        // Beyond the range of a float: the loss is infinite or NaN.
        ScoredGroup broken = group(1e39, -1e39, 0);
        GrpoConfig config = unscaled(UpdateConfig.MAX_SKIPPED_IN_A_ROW);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config)) {
            session.savePolicy(directory.resolve("before"));
            assertThat(session.grpoStep(List.of(broken)).metrics()).containsEntry(TrainingSession.SKIPPED_STEPS, 1.0);
            session.savePolicy(directory.resolve("after"));
            assertThat(weights("after")).isEqualTo(weights("before"));
            assertThat(session.grpoStep(List.of(group(REWARDS))).metrics())
                    .doesNotContainKey(TrainingSession.SKIPPED_STEPS);
            for (int i = 0; i < 4; i++) {
                assertThat(session.grpoStep(List.of(broken)).metrics())
                        .containsEntry(TrainingSession.SKIPPED_STEPS, 1.0);
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
    void theNumberOfFailedStepsThatEndTrainingIsASetting() {
        GrpoConfig config = unscaled(2);
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
    void aCompletionWithAnImageTokenIsRefusedNamingItsGroup() throws IOException {
        int image = ConfigReader.read(CHECKPOINT).tokens().image();
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
    void aStateSavedBeforeObjectivesExistedResumesWithThePapersObjective() throws IOException {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(objective(2, false, 0), 0))) {
            session.save(directory.resolve("state"));
        }
        Path file = directory.resolve("state").resolve(TrainerState.FILE);
        ObjectNode state = JsonFiles.readObject(file, 1 << 20);
        ObjectNode grpo = (ObjectNode) state.path("grpo");
        grpo.remove("objective");
        grpo.remove("sharedPrefix");
        grpo.remove("gradientCheckpointing");
        grpo.remove("referenceSync");
        grpo.remove("maxSkippedSteps");
        grpo.put("scaleRewards", true);
        state.remove("skippedInARow");
        Files.delete(file);
        JsonFiles.write(file, state);
        assertThat(TrainerState.read(directory.resolve("state")).grpo()).isEqualTo(config(GrpoObjective.STANDARD, 0));
    }

    @Test
    void staleGroupsAreCorrectedSeparatelyFromFreshOnes() {
        SamplerCorrection correction =
                new SamplerCorrection(SamplerCorrectionMode.NONE, SamplerCorrectionMode.TOKEN_TRUNCATE, null, 3.0);
        ScoredGroup fresh = group(REWARDS);
        ScoredGroup stale = new ScoredGroup("s", PROMPT, group(1, 0).completions(), 2);
        List<GrpoPart> parts = GrpoBatch.of(config(corrected(correction), 0), List.of(stale, fresh, stale))
                .parts();
        assertThat(parts)
                .extracting(part -> part.correction(correction))
                .containsExactly(
                        SamplerCorrectionMode.NONE,
                        SamplerCorrectionMode.TOKEN_TRUNCATE,
                        SamplerCorrectionMode.TOKEN_TRUNCATE);
    }

    /**
     * With a single update the ratio is 1, so the gradient of a stale token is that of a fresh one times its weight,
     * policy over sampler. A sampler that gave each token twice the policy's probability thus halves the gradient.
     */
    @Test
    void aStaleTokenIsWeightedByPolicyOverSampler() {
        SamplerCorrection correction =
                new SamplerCorrection(SamplerCorrectionMode.NONE, SamplerCorrectionMode.TOKEN_TRUNCATE, null, 3.0);
        try (GrpoLoss loss = GrpoLoss.open(Device.cpu())) {
            double[] plain = gradient(loss, GrpoObjective.STANDARD.samplerCorrection(), 1, 0.5);
            double[] halved = gradient(loss, correction, 1, 0.5);
            double[] bounded = gradient(loss, correction, 1, 9);
            double[] young = gradient(loss, correction, 0, 0.5);
            for (int i = 0; i < plain.length; i++) {
                assertThat(halved[i]).isCloseTo(plain[i] / 2, within(1e-7));
                assertThat(bounded[i]).isCloseTo(plain[i] * 3, within(1e-6));
                assertThat(young[i]).isEqualTo(plain[i]);
            }
        }
    }

    /** @param weight policy over sampler, for each token */
    private static double[] gradient(GrpoLoss loss, SamplerCorrection correction, long staleness, double weight) {
        ScoredGroup group = group(REWARDS);
        int tokens = 2 + 3 + 4;
        float[] logProbs = new float[tokens];
        Arrays.fill(logProbs, -2f);
        List<ScoredCompletion> completions = group.completions().stream()
                .map(completion -> {
                    float[] sampler = new float[completion.tokenIds().length];
                    Arrays.fill(sampler, (float) (-2 - Math.log(weight)));
                    return new ScoredCompletion(completion.tokenIds(), sampler, completion.reward(), false);
                })
                .toList();
        GrpoLoss.Result result = loss.of(
                config(corrected(correction), 0),
                List.of(new ScoredGroup("g", PROMPT, completions, staleness)),
                new GrpoLoss.Tokens(logProbs, new float[tokens], new float[0], new float[tokens]));
        Double told = result.metrics().get("sampling/importance_sampling_ratio/mean");
        if (staleness > 0) {
            assertThat(told)
                    .isCloseTo(
                            correction.stale() == SamplerCorrectionMode.NONE ? weight : Math.min(3, weight),
                            within(1e-6));
        } else {
            assertThat(told).isNull();
        }
        assertThat(result.metrics().get("sampling/sampling_logp_difference/max"))
                .isCloseTo(Math.abs(Math.log(weight)), within(1e-6));
        return IntStream.range(0, tokens).mapToDouble(i -> result.gradient()[i]).toArray();
    }

    @Test
    void separatePromptsGiveTheSameGradientsAsASharedOne() {
        GrpoConfig shared = config(objective(1, false, 0.01), 0);
        GrpoConfig apart =
                settings(objective(1, false, 0.01), 0).sharedPrefix(false).build();
        List<ScoredGroup> groups =
                List.of(picture(1, 1, 0, 0.5), group(0, 1), picture(2, 0.2, 0.1, 0.7, 0), picture(3, 1, 0));
        try (TrainingModel model = TrainingModel.load(CHECKPOINT, Device.cpu(), Precision.FP32);
                VlmTokenizer tokenizer = VlmTokenizer.load(CHECKPOINT)) {
            model.model().weights().requireGradients();
            PromptEncoder encoder = PromptEncoder.load(CHECKPOINT, model.model().config(), tokenizer);
            for (boolean trainVision : new boolean[] {false, true}) {
                for (ScoredGroup group : groups) {
                    int completions = group.completions().size();
                    List<float[]> expected = gradients(model, encoder, shared, group, trainVision, 1);
                    List<float[]> found = gradients(model, encoder, apart, group, trainVision, completions);
                    assertThat(found).hasSameSizeAs(expected);
                    for (int i = 0; i < expected.size(); i++) {
                        assertThat(relative(expected.get(i), found.get(i)))
                                .as("%d completions, output %d, vision trained: %s", completions, i, trainVision)
                                .isLessThan(1e-5);
                    }
                }
            }
        }
    }

    /** Largest difference relative to the largest value. */
    private static double relative(float[] expected, float[] found) {
        double difference = 0;
        double scale = 1e-9;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs(expected[i] - found[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return difference / scale;
    }

    /** The script's outputs for the single part, then every weight's gradient. */
    private static List<float[]> gradients(
            TrainingModel model,
            PromptEncoder encoder,
            GrpoConfig config,
            ScoredGroup group,
            boolean trainVision,
            int prompts) {
        GrpoPart part = GrpoBatch.of(config, List.of(group)).parts().get(0);
        try (NDManager scope = model.newScope()) {
            PromptBatch batch = PromptBatch.of(
                    scope,
                    model.model().config(),
                    part.prompts().stream()
                            .map(prompt -> PrefixPrompt.of(encoder.encode(prompt)))
                            .toList());
            assertThat(part.prompts()).hasSize(prompts);
            int text = model.model().weights().textParameters().size();
            TrainScript script = new TrainScript(model);
            NDList sums = script.zeroGradients(scope, place -> trainVision || place < text);
            NDList outputs = script.grpo(
                    scope,
                    BranchBatch.of(scope, batch, part.branches()),
                    trainVision ? null : model.encodeImages(scope, batch),
                    sums,
                    GrpoUpdate.terms(scope, config, part, new float[0]),
                    TrainingMemory.of(false, model.model().config().text().vocabSize()));
            return Stream.concat(outputs.subNDList(0, outputs.size() - 1).stream(), sums.stream())
                    .map(NDArray::toFloatArray)
                    .toList();
        }
    }

    /** A group with its own picture. */
    private static ScoredGroup picture(int seed, double... rewards) {
        BufferedImage image = new BufferedImage(84, 56, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < 56; y++) {
            for (int x = 0; x < 84; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        ChatPrompt prompt = ChatPrompt.of(new ChatPrompt.Image(image), new ChatPrompt.Text("what is it?"));
        return new ScoredGroup("p" + seed, prompt, group(rewards).completions());
    }

    @Test
    void aStepReportsItsTimings() {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(objective(2, false, 0), 0))) {
            Map<String, Double> metrics =
                    session.grpoStep(List.of(group(REWARDS))).metrics();
            assertThat(metrics.get("time/forward")).isPositive();
            assertThat(metrics.get("time/backward")).isPositive();
            assertThat(metrics.get("time/optimizer")).isPositive();
        }
    }

    private static GrpoObjective corrected(SamplerCorrection correction) {
        return new GrpoObjective(
                LossType.GRPO, ImportanceSamplingLevel.TOKEN, null, null, false, 0, false, 16, 1, correction);
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name).resolve("model.safetensors"));
    }

    private static GrpoObjective objective(int iterations, boolean masked, double entropyCoef) {
        return new GrpoObjective(
                LossType.GRPO,
                ImportanceSamplingLevel.TOKEN,
                null,
                null,
                false,
                entropyCoef,
                masked,
                16,
                iterations,
                SamplerCorrection.NONE);
    }

    @Test
    void aStateSavedBeforeGroupsCouldBeStaleCorrectsAllGroups() throws IOException {
        SamplerCorrection correction = new SamplerCorrection(SamplerCorrectionMode.TOKEN_MASK, null, 2.0);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(corrected(correction), 0))) {
            session.save(directory.resolve("state"));
        }
        Path file = directory.resolve("state").resolve(TrainerState.FILE);
        ObjectNode state = JsonFiles.readObject(file, 1 << 20);
        ((ObjectNode) state.at("/grpo/objective/samplerCorrection")).remove("stale");
        Files.delete(file);
        JsonFiles.write(file, state);
        assertThat(TrainerState.read(directory.resolve("state")).grpo()).isEqualTo(config(corrected(correction), 0));
    }

    private static GrpoConfig config(GrpoObjective objective, double beta) {
        return settings(objective, beta).build();
    }

    private static GrpoConfig.Builder settings(GrpoObjective objective, double beta) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-2)
                .maxSteps(100)
                .trainable(Trainable.TEXT)
                .build();
        return GrpoConfig.builder(update).beta(beta).temperature(0.9).objective(objective);
    }

    /** Rewards of any size are kept. */
    private static GrpoConfig unscaled(int maxSkippedSteps) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-3)
                .maxSteps(100)
                .trainable(Trainable.TEXT)
                .maxSkippedSteps(maxSkippedSteps)
                .build();
        return GrpoConfig.builder(update)
                .temperature(0.9)
                .scaleRewards(ScaleRewards.NONE)
                .build();
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

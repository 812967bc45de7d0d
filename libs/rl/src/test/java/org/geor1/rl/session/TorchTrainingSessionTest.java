package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.optimizer.LearningRate;
import org.geor1.rl.pass.BranchBatch;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.sft.SharedSftExample;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a session on a small random Qwen2.5-VL: updates move weights toward rewarded completions, sampler and
 * trainer agree on log-probabilities, and a resumed session continues exactly as if it had never stopped.
 */
class TorchTrainingSessionTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final GrpoConfig GRPO = GrpoConfig.builder(
                    update().trainable(Trainable.TEXT).build())
            .beta(0.04)
            .temperature(0.9)
            .build();
    private static final SftConfig SFT = new SftConfig(update().build(), 0.01);

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    private static UpdateConfig.Builder update() {
        return UpdateConfig.builder().learningRate(1e-3).warmupSteps(2).maxSteps(100);
    }

    @Test
    void sftLearnsItsExamplesAndTheirImages() {
        List<SftExample> examples =
                List.of(new SftExample(prompt(1), "north lake"), new SftExample(prompt(2), "south forest and sand"));
        try (TrainingSession session = sessions.sft(CHECKPOINT, SFT)) {
            double first = session.sftStep(examples).getOrDefault("loss", 0.0);
            for (int i = 0; i < 20; i++) {
                session.sftStep(examples);
            }
            assertThat(session.sftStep(examples).getOrDefault("loss", 99.0)).isLessThan(first / 2);
            assertThat(session.step()).isEqualTo(22);
        }
    }

    @Test
    void theLossOnHeldOutExamplesEqualsThatOfAStepAndChangesNothing() throws IOException {
        List<SftExample> examples = List.of(
                new SftExample(prompt(1), "north lake"),
                new SftExample(ChatPrompt.of(new ChatPrompt.Text("lake or sand?")), "south forest and sand"));
        try (TrainingSession session = sessions.sft(CHECKPOINT, SFT)) {
            session.savePolicy(directory.resolve("before"));
            double heldOut = session.sftLoss(examples);
            session.savePolicy(directory.resolve("after"));
            assertThat(session.step()).isZero();
            assertThat(heldOut).isCloseTo(session.sftStep(examples).getOrDefault("loss", 0.0), within(1e-5));
        }
        assertThat(weights("after")).isEqualTo(weights("before"));
    }

    @Test
    void anSftSessionContinuesWithOtherSettings() throws IOException {
        List<SftExample> examples = List.of(new SftExample(prompt(1), "north lake"));
        SftConfig slower = new SftConfig(
                UpdateConfig.builder().learningRate(1e-4).maxSteps(50).build(), 0);
        try (TrainingSession session = sessions.sft(CHECKPOINT, SFT)) {
            session.sftStep(examples);
            session.save(directory.resolve("state"));
            session.sftStep(examples);
            session.savePolicy(directory.resolve("whole"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"), SFT)) {
            session.sftStep(examples);
            session.savePolicy(directory.resolve("same"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"), slower)) {
            assertThat(session.sftStep(examples).getOrDefault("learning_rate", 0.0))
                    .isEqualTo(new LearningRate(1e-4, 0, 50).at(1));
            session.savePolicy(directory.resolve("slower"));
        }
        assertThat(weights("same")).isEqualTo(weights("whole"));
        assertThat(weights("slower")).isNotEqualTo(weights("whole"));
        assertThatThrownBy(() -> sessions.resume(directory.resolve("state"), GRPO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void questionsAboutSharedImagesAreIndependent() {
        List<SharedSftExample> examples = List.of(new SharedSftExample(
                prompt(1),
                List.of(
                        new SharedSftExample.Turn(" what?", "lake"),
                        new SharedSftExample.Turn(" which city is it?", "norvik"))));
        try (TrainingSession session = sessions.sft(CHECKPOINT, SFT)) {
            for (int i = 0; i < 40; i++) {
                session.sharedSftStep(examples);
            }
            assertThat(session.sharedSftStep(examples).exact()).isEqualTo(List.of(List.of(true, true)));
        }
    }

    @Test
    void textWithoutImagesIsLearnedWhileTheVisionTowerIsTrained() {
        List<SftExample> examples =
                List.of(new SftExample(ChatPrompt.of(new ChatPrompt.Text("lake or sand?")), "lake and sand"));
        try (TrainingSession session = sessions.sft(CHECKPOINT, SFT)) {
            double first = session.sftStep(examples).getOrDefault("loss", 0.0);
            for (int i = 0; i < 20; i++) {
                session.sftStep(examples);
            }
            assertThat(session.sftStep(examples).getOrDefault("loss", 99.0)).isLessThan(first / 2);
        }
    }

    @Test
    void trainerAndSamplerAgreeAndRewardedCompletionsBecomeMoreLikely() {
        List<Completion> drawn = draw(CHECKPOINT);
        ScoredGroup group = group(drawn, 0);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, GRPO)) {
            Map<String, Double> metrics = session.grpoStep(List.of(group)).metrics();
            assertThat(metrics.get("sampling/sampling_logp_difference/max")).isLessThan(1e-4);
            assertThat(metrics.get("kl")).isBetween(-1e-6, 1e-6);
            session.grpoStep(List.of(group));
            assertThat(session.grpoStep(List.of(group)).metrics().get("kl")).isGreaterThan(0);
            session.savePolicy(directory.resolve("after"));
        }
        assertThat(meanLogProb("after", drawn.get(0))).isGreaterThan(mean(drawn.get(0)));
    }

    @Test
    void groupsWithoutVarianceChangeNothing() throws IOException {
        List<Completion> drawn = draw(CHECKPOINT);
        ScoredGroup flat = new ScoredGroup(
                "g",
                prompt(1),
                drawn.stream()
                        .map(c -> new ScoredCompletion(c.tokenIds(), c.logProbs(), 1, false))
                        .toList());
        try (TrainingSession session = sessions.grpo(CHECKPOINT, GRPO)) {
            session.savePolicy(directory.resolve("before"));
            session.grpoStep(List.of(flat));
            session.savePolicy(directory.resolve("after"));
        }
        assertThat(weights("after")).isEqualTo(weights("before"));
    }

    @Test
    void aResumedSessionEndsWithTheSameWeights() throws IOException {
        ScoredGroup group = group(draw(CHECKPOINT), 1);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, GRPO)) {
            session.grpoStep(List.of(group));
            session.save(directory.resolve("state"));
            session.grpoStep(List.of(group));
            session.savePolicy(directory.resolve("undisturbed"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            assertThat(session.step()).isEqualTo(1);
            session.grpoStep(List.of(group));
            session.savePolicy(directory.resolve("resumed"));
        }
        assertThat(weights("resumed")).isEqualTo(weights("undisturbed"));
        assertThat(weights("state")).isNotEqualTo(weights("resumed"));
    }

    @Test
    void aPolicyHasEveryCompanionFileOfItsSource() throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        try (Stream<Path> files = Files.list(CHECKPOINT)) {
            for (Path file : files.toList()) {
                Files.copy(file, source.resolve(file.getFileName()));
            }
        }
        String template = Files.readString(Path.of("../vlm/src/test/resources/parity/templates/geographer.jinja"));
        Files.writeString(source.resolve("chat_template.jinja"), template);
        List<String> companions = List.of(
                "added_tokens.json",
                "special_tokens_map.json",
                "vocab.json",
                "merges.txt",
                "generation_config.json",
                "processor_config.json",
                "prompt_style",
                "LICENSE",
                "README.md");
        for (String name : companions) {
            if (!Files.exists(source.resolve(name))) {
                Files.writeString(source.resolve(name), name.endsWith(".json") ? "{}" : "text");
            }
        }
        Files.writeString(source.resolve("pytorch_model.bin"), "weights of another format");
        Path target = directory.resolve("policy");
        try (TrainingSession session = sessions.sft(source, SFT)) {
            session.savePolicy(target);
        }
        assertThat(target.resolve("pytorch_model.bin")).doesNotExist();
        assertThat(target.resolve("chat_template.jinja")).hasContent(template);
        for (String name : companions) {
            assertThat(target.resolve(name)).hasSameBinaryContentAs(source.resolve(name));
        }
        try (VlmTokenizer tokenizer = VlmTokenizer.load(target)) {
            assertThat(tokenizer.decode(ChatTemplate.load(target, tokenizer)
                            .encode(ChatPrompt.of(new ChatPrompt.Text("Where?")), List.of())))
                    .startsWith("system\nYou are a geographer.\n");
        }
    }

    @Test
    void anSftSessionRefusesAGrpoStep() {
        try (TrainingSession session = sessions.sft(CHECKPOINT, SFT)) {
            assertThatThrownBy(() -> session.grpoStep(List.of())).isInstanceOf(IllegalStateException.class);
        }
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name).resolve("model.safetensors"));
    }

    private static double mean(Completion completion) {
        return IntStream.range(0, completion.logProbs().length)
                .mapToDouble(i -> completion.logProbs()[i])
                .average()
                .orElseThrow();
    }

    /** Mean log-probability of the completion's tokens under another policy, from an SFT forward pass. */
    private double meanLogProb(String name, Completion completion) {
        try (TrainingModel model = TrainingModel.load(directory.resolve(name), Device.cpu(), Precision.FP32);
                VlmTokenizer tokenizer = VlmTokenizer.load(CHECKPOINT);
                NDManager scope = model.newScope()) {
            PromptBatch prompts = PromptBatch.of(
                    scope,
                    model.model().config(),
                    List.of(PrefixPrompt.of(
                            PromptEncoder.load(CHECKPOINT, model.model().config(), tokenizer)
                                    .encode(prompt(1)))));
            BranchBatch batch =
                    BranchBatch.of(scope, prompts, List.of(List.of(new BranchBatch.Branch(completion.tokenIds(), 0))));
            float[] logProbs = model.score(scope, batch, model.encodeImages(scope, prompts), 0.9)
                    .get(0)
                    .toFloatArray();
            return IntStream.range(0, logProbs.length)
                    .mapToDouble(i -> logProbs[i])
                    .average()
                    .orElseThrow();
        }
    }

    private static GenerationRequest request() {
        return new GenerationRequest(prompt(1), 4, new SamplingParams(0.9, 0, 1, 12, 5));
    }

    private static List<Completion> draw(Path checkpoint) {
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(checkpoint, 0, Device.cpu())) {
            return engine.generate(List.of(request())).completions().get(0);
        }
    }

    /** Only the completion at {@code best} is rewarded. */
    private static ScoredGroup group(List<Completion> drawn, int best) {
        return new ScoredGroup(
                "g",
                prompt(1),
                IntStream.range(0, drawn.size())
                        .mapToObj(i -> new ScoredCompletion(
                                drawn.get(i).tokenIds(), drawn.get(i).logProbs(), i == best ? 1 : 0, false))
                        .toList());
    }

    private static ChatPrompt prompt(int seed) {
        BufferedImage image = new BufferedImage(84, 56, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < 56; y++) {
            for (int x = 0; x < 84; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return ChatPrompt.of(new ChatPrompt.Text("Tile:"), new ChatPrompt.Image(image), new ChatPrompt.Text("A;"));
    }
}

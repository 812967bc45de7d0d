package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tensor that a step does not use keeps its value, moments and step count, like one without a gradient in PyTorch. In
 * a step without images these are the vision tower's tensors; a single picture is enough to use them.
 */
class UnusedTensorsTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final SftExample TEXT =
            new SftExample(ChatPrompt.of(new ChatPrompt.Text("lake or sand?")), "lake and sand");
    private static final SftExample IMAGE = new SftExample(
            ChatPrompt.of(
                    new ChatPrompt.Image(new BufferedImage(56, 56, BufferedImage.TYPE_INT_RGB)),
                    new ChatPrompt.Text("what?")),
            "sand");

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    private static UpdateConfig update(MemoryOptions memory, boolean checkpointing) {
        return UpdateConfig.builder()
                .learningRate(1e-3)
                .memory(memory)
                .gradientCheckpointing(checkpointing)
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTextOnlyStepKeepsTheVisionTower(boolean checkpointing) {
        SftConfig config = new SftConfig(update(MemoryOptions.STANDARD, checkpointing), 0.1);
        try (TrainingSession session = sessions.sft(CHECKPOINT, config)) {
            session.sftStep(List.of(IMAGE, TEXT));
            session.save(directory.resolve("image"));
            session.sftStep(List.of(TEXT));
            session.save(directory.resolve("text"));
            session.sftStep(List.of(TEXT, IMAGE));
            session.save(directory.resolve("both"));
        }
        assertThat(weights("text", "visual.")).isEqualTo(weights("image", "visual."));
        assertThat(weights("both", "visual.")).isNotEqualTo(weights("image", "visual."));
        assertThat(weights("text", "model.")).isNotEqualTo(weights("image", "model."));
        // The moments and step count of the last tensor, which belongs to the tower's merger.
        Map<String, List<Float>> image = optimizer("image");
        Map<String, List<Float>> text = optimizer("text");
        String last = "." + (image.size() / 3 - 1);
        for (String kind : List.of("exp_avg", "exp_avg_sq", "step")) {
            assertThat(text.get(kind + last)).isEqualTo(image.get(kind + last));
            assertThat(text.get(kind + ".0")).isNotEqualTo(image.get(kind + ".0"));
        }
        assertThat(optimizer("both").get("step" + last)).containsExactly(2f);
        assertThat(optimizer("both").get("step.0")).containsExactly(3f);
    }

    @Test
    void aSessionResumedBetweenSuchStepsEndsWithTheSameWeights() {
        MemoryOptions bf16 =
                MemoryOptions.STANDARD.withWeightsDtype(Precision.BF16).withOptimStates(Precision.BF16);
        SftConfig config = new SftConfig(update(bf16, false), 0.1);
        try (TrainingSession session = sessions.sft(CHECKPOINT, config)) {
            session.sftStep(List.of(IMAGE));
            session.sftStep(List.of(TEXT));
            session.save(directory.resolve("state"));
            session.sftStep(List.of(IMAGE));
            session.savePolicy(directory.resolve("whole"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            session.sftStep(List.of(IMAGE));
            session.savePolicy(directory.resolve("resumed"));
        }
        assertThat(weights("resumed", "")).isEqualTo(weights("whole", ""));
    }

    @Test
    void aStepThatUsesNoTrainedTensorChangesNothing() {
        Trainable tower = new Trainable(false, List.of("model"), null);
        UpdateConfig update =
                UpdateConfig.builder().learningRate(1e-3).trainable(tower).build();
        try (TrainingSession session = sessions.sft(CHECKPOINT, new SftConfig(update, 0.1))) {
            assertThat(session.sftStep(List.of(TEXT))).containsEntry("grad_norm", 0.0);
            session.savePolicy(directory.resolve("after"));
        }
        assertThat(weights("after", "")).isEqualTo(FrozenModulesTest.weights(CHECKPOINT));
    }

    @Test
    void aGrpoStepWithoutPicturesKeepsTheVisionTower() {
        ScoredGroup text = new ScoredGroup(
                "g",
                TEXT.prompt(),
                List.of(
                        new ScoredCompletion(new int[] {20, 21}, new float[2], 1, false),
                        new ScoredCompletion(new int[] {22, 23, 24}, new float[3], 0, false)));
        ScoredGroup image = new ScoredGroup("h", IMAGE.prompt(), text.completions());
        try (TrainingSession session = sessions.grpo(
                CHECKPOINT,
                GrpoConfig.builder(update(MemoryOptions.STANDARD, false)).build())) {
            session.grpoStep(List.of(text, image));
            session.savePolicy(directory.resolve("image"));
            session.grpoStep(List.of(text, text));
            session.savePolicy(directory.resolve("text"));
        }
        assertThat(weights("text", "visual.")).isEqualTo(weights("image", "visual."));
        assertThat(weights("text", "model.")).isNotEqualTo(weights("image", "model."));
    }

    /** The schedule advances, as it does with a zero gradient in Hugging Face's Trainer. */
    @Test
    void aStepWithNothingToLearnFromCountsForTheSchedule() {
        ScoredGroup flat = new ScoredGroup(
                "g", TEXT.prompt(), List.of(new ScoredCompletion(new int[] {20}, new float[1], 1, false)));
        try (TrainingSession session = sessions.grpo(
                CHECKPOINT,
                GrpoConfig.builder(update(MemoryOptions.STANDARD, false)).build())) {
            session.grpoStep(List.of(flat));
            assertThat(session.step()).isEqualTo(1);
        }
    }

    private Map<String, List<Float>> weights(String name, String prefix) {
        Map<String, List<Float>> weights = new TreeMap<>(FrozenModulesTest.weights(directory.resolve(name)));
        weights.keySet().removeIf(weight -> !weight.startsWith(prefix));
        return weights;
    }

    private Map<String, List<Float>> optimizer(String name) {
        Map<String, List<Float>> states = new TreeMap<>();
        try (Safetensors stored = Safetensors.open(directory.resolve(name).resolve("optimizer.safetensors"))) {
            for (String state : stored.names()) {
                List<Float> values = new ArrayList<>();
                for (float value : stored.floats(state)) {
                    values.add(value);
                }
                states.put(state, values);
            }
        }
        return states;
    }
}

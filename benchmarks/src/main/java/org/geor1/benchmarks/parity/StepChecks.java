package org.geor1.benchmarks.parity;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.geor1.benchmarks.files.Directories;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.tokenizer.template.ChatMessage;
import tools.jackson.databind.JsonNode;

/**
 * Compares two updates on a group about three images with plain PyTorch and {@code transformers}, which run each
 * completion separately. The second one has ratios, clipping, KL and entropy; the vision tower is trained.
 */
final class StepChecks {

    private static final String CHECKPOINT = "tied";
    private static final double METRICS = 1e-4;

    private final Goldens goldens;
    private final JsonNode golden;
    private final boolean gradientCheckpointing;
    private final String what;

    private StepChecks(Goldens goldens, boolean gradientCheckpointing) {
        this.goldens = goldens;
        this.gradientCheckpointing = gradientCheckpointing;
        this.what = gradientCheckpointing ? "two updates, recomputed" : "two updates";
        this.golden = goldens.trainingJson("grpo_step.json");
    }

    /** @param gradientCheckpointing whether layers are recomputed in the backward pass */
    static List<Check> of(Goldens goldens, boolean gradientCheckpointing) {
        StepChecks checks = new StepChecks(goldens, gradientCheckpointing);
        Path directory = Directories.temporary();
        try {
            return checks.run(directory);
        } finally {
            Directories.delete(directory);
        }
    }

    private List<Check> run(Path directory) {
        TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());
        Path state = directory.resolve("state");
        try (TrainingSession session = sessions.grpo(goldens.checkpoint(CHECKPOINT), config())) {
            session.save(state);
        }
        warmUp(golden, state.resolve("optimizer.safetensors"));
        Map<String, Double> metrics;
        try (TrainingSession session = sessions.resume(state)) {
            metrics = session.grpoStep(List.of(group(goldens, golden))).metrics();
            session.savePolicy(directory.resolve("after"));
        }
        List<Check> checks = new ArrayList<>();
        golden.path("metrics").properties().forEach(expected -> {
            double value = expected.getValue().doubleValue();
            double ours = metrics.getOrDefault(expected.getKey(), Double.NaN);
            checks.add(new Check(CHECKPOINT, what + ", " + expected.getKey(), METRICS, Distance.of(ours / value, 1)));
        });
        checks.addAll(
                UpdatedWeights.compare(what, goldens, goldens.checkpoint(CHECKPOINT), directory.resolve("after")));
        return checks;
    }

    private GrpoConfig config() {
        return config(golden, gradientCheckpointing, Trainable.ALL);
    }

    static GrpoConfig config(JsonNode golden, boolean gradientCheckpointing, Trainable trainable) {
        JsonNode settings = golden.path("settings");
        GrpoObjective objective = new GrpoObjective(
                LossType.GRPO,
                ImportanceSamplingLevel.TOKEN,
                null,
                null,
                false,
                settings.path("entropy_coef").doubleValue(),
                false,
                16,
                golden.path("updates").intValue(),
                SamplerCorrection.NONE);
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(settings.path("learning_rate").doubleValue())
                .maxGradNorm(settings.path("max_grad_norm").doubleValue())
                // So long that the rate does not fall.
                .maxSteps(1_000_000)
                .trainable(trainable)
                .gradientCheckpointing(gradientCheckpointing)
                .build();
        return GrpoConfig.builder(update)
                .beta(settings.path("beta").doubleValue())
                .epsilon(settings.path("epsilon").doubleValue())
                .temperature(settings.path("temperature").doubleValue())
                .objective(objective)
                .build();
    }

    /** Puts the golden's optimizer state in place of an empty one. */
    static void warmUp(JsonNode golden, Path file) {
        JsonNode optimizer = golden.path("optimizer");
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        try (Safetensors empty = Safetensors.open(file)) {
            for (String name : empty.names()) {
                float[] values = empty.floats(name);
                if (name.startsWith("step.")) {
                    Arrays.fill(values, optimizer.path("step").floatValue());
                } else if (name.startsWith("exp_avg_sq.")) {
                    Arrays.fill(values, optimizer.path("exp_avg_sq").floatValue());
                }
                tensors.add(SafetensorsWriter.Tensor.of(
                        name, DType.F32, empty.info(name).shape(), values));
            }
        }
        SafetensorsWriter.writeFile(file, tensors);
    }

    /** The golden's completions and their rewards. */
    static ScoredGroup group(Goldens goldens, JsonNode golden) {
        List<ScoredCompletion> completions = new ArrayList<>();
        for (JsonNode ids : golden.path("completions")) {
            int[] tokens = StreamSupport.stream(ids.spliterator(), false)
                    .mapToInt(JsonNode::intValue)
                    .toArray();
            double reward = golden.path("rewards").get(completions.size()).doubleValue();
            completions.add(new ScoredCompletion(tokens, new float[tokens.length], reward, false));
        }
        List<ChatMessage> conversation =
                goldens.cases().getOrDefault(golden.path("case").stringValue(), List.of());
        return new ScoredGroup("g", new ChatPrompt(null, conversation.get(0).parts()), completions);
    }
}

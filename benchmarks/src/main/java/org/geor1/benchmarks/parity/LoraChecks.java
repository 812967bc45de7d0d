package org.geor1.benchmarks.parity;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.benchmarks.files.Directories;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.trained.Trainable;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import tools.jackson.databind.JsonNode;

/** Two updates of adapters, from {@code peft}'s initial ones, compared with {@code peft} and plain PyTorch. */
final class LoraChecks {

    private static final String CHECKPOINT = "tied";
    private static final double METRICS = 1e-4;
    private static final double TOLERANCE = 1e-5;
    private static final Path ADAPTER = Path.of("adapter", "adapter_model.safetensors");

    private LoraChecks() {}

    static List<Check> of(Goldens goldens) {
        Path directory = Directories.temporary();
        try {
            return run(goldens, directory);
        } finally {
            Directories.delete(directory);
        }
    }

    private static List<Check> run(Goldens goldens, Path directory) {
        JsonNode golden = goldens.trainingJson("lora_step.json");
        GrpoConfig config = StepChecks.config(golden, false, new Trainable(true, List.of(), lora(golden.path("lora"))));
        TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());
        Path state = directory.resolve("state");
        try (TrainingSession session = sessions.grpo(goldens.checkpoint(CHECKPOINT), config)) {
            session.save(state);
        }
        StepChecks.warmUp(golden, state.resolve("optimizer.safetensors"));
        List<Check> checks = new ArrayList<>();
        try (Safetensors recorded = goldens.openTraining("lora_step.safetensors")) {
            begin(state.resolve(ADAPTER), recorded);
            Map<String, Double> metrics;
            try (TrainingSession session = sessions.resume(state)) {
                metrics = session.grpoStep(List.of(StepChecks.group(goldens, golden)))
                        .metrics();
                session.savePolicy(directory.resolve("after"));
            }
            golden.path("metrics").properties().forEach(expected -> {
                double value = expected.getValue().doubleValue();
                double ours = metrics.getOrDefault(expected.getKey(), Double.NaN);
                checks.add(new Check(
                        CHECKPOINT, "two LoRA updates, " + expected.getKey(), METRICS, Distance.of(ours / value, 1)));
            });
            try (Safetensors adapter =
                    Safetensors.open(directory.resolve("after").resolve(ADAPTER))) {
                checks.add(compare("A", adapter, recorded));
                checks.add(compare("B", adapter, recorded));
            }
        }
        return checks;
    }

    private static Lora lora(JsonNode json) {
        List<String> modules = new ArrayList<>();
        json.path("target_modules").forEach(module -> modules.add(module.stringValue()));
        return new Lora(json.path("r").intValue(), json.path("lora_alpha").intValue(), modules);
    }

    /** Replaces our initial adapters by {@code peft}'s, under the same names. */
    private static void begin(Path file, Safetensors recorded) {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        try (Safetensors fresh = Safetensors.open(file)) {
            for (String name : fresh.names()) {
                tensors.add(SafetensorsWriter.Tensor.of(
                        name, DType.F32, fresh.info(name).shape(), recorded.floats("before." + name)));
            }
        }
        SafetensorsWriter.writeFile(file, tensors);
    }

    private static Check compare(String matrix, Safetensors adapter, Safetensors recorded) {
        double gap = 0;
        int compared = 0;
        for (String name : recorded.names()) {
            if (name.startsWith("after.") && name.endsWith(".lora_" + matrix + ".weight")) {
                float[] expected = recorded.floats(name);
                float[] ours = adapter.floats(name.substring("after.".length()));
                gap = Math.max(gap, Distance.max(ours, expected) / Distance.scale(expected));
                compared++;
            }
        }
        return new Check(
                CHECKPOINT,
                "two LoRA updates, every " + matrix + ", of its scale",
                TOLERANCE,
                2 * compared == adapter.names().size() ? gap : Double.POSITIVE_INFINITY);
    }
}

package org.geor1.benchmarks.peer;

import ai.djl.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.geor1.benchmarks.PairingWorkload;
import org.geor1.benchmarks.ResidentMemory;
import org.geor1.benchmarks.files.Directories;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our trainer in a separate process, which accepts the same requests as {@code trl_grpo.py}. */
final class OwnTrainer {

    private static final String READY = "{\"ready\":true}";

    private final Path checkpoint;
    private final UpdateSettings settings;
    private final PairingWorkload workload;
    private final TrainingSession session;
    private @Nullable QwenRolloutEngine engine;

    private OwnTrainer(Path checkpoint, UpdateSettings settings, TrainingSession session) {
        this.checkpoint = checkpoint;
        this.settings = settings;
        this.session = session;
        this.workload = PairingWorkload.of(settings.prompts(), settings.n(), settings.max_tokens(), settings.scale());
    }

    /** Arguments: a directory that holds a checkpoint, and the settings. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path checkpoint = Path.of(args[0]);
        UpdateSettings settings = JsonMapper.shared().readValue(args[1], UpdateSettings.class);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (TrainingSession session = new TorchTrainingSessions(Device.cpu()).grpo(checkpoint, config(settings))) {
            OwnTrainer trainer = new OwnTrainer(checkpoint, settings, session);
            answers.println(READY);
            String line;
            while ((line = requests.readLine()) != null) {
                JsonNode request = JsonMapper.shared().readTree(line);
                UpdateAnswer answer = request.has("completions")
                        ? trainer.update(
                                request.path("completions"),
                                request.path("memory").asBoolean(false))
                        : trainer.step(request.path("seed").asLong());
                answers.println(JsonMapper.shared().writeValueAsString(answer));
                answers.println(READY);
            }
            if (trainer.engine != null) {
                trainer.engine.close();
            }
        }
    }

    private static GrpoConfig config(UpdateSettings settings) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(settings.learning_rate())
                // Long enough that the learning rate does not fall.
                .maxSteps(1_000_000_000)
                .trainable(settings.freeze_vision() ? Trainable.TEXT : Trainable.ALL)
                .gradientCheckpointing(settings.gradient_checkpointing())
                .build();
        GrpoObjective objective = new GrpoObjective(
                LossType.DAPO,
                ImportanceSamplingLevel.TOKEN,
                null,
                null,
                false,
                0,
                false,
                settings.max_tokens(),
                1,
                SamplerCorrection.NONE);
        return GrpoConfig.builder(update).objective(objective).build();
    }

    /** An update on given completions. */
    private UpdateAnswer update(JsonNode given, boolean memory) throws IOException {
        List<ScoredGroup> groups = new ArrayList<>();
        for (int p = 0; p < settings.prompts(); p++) {
            List<ScoredGroup.ScoredCompletion> completions = new ArrayList<>();
            for (int i = 0; i < settings.n(); i++) {
                int[] ids = ids(given.path(p * settings.n() + i));
                completions.add(new ScoredGroup.ScoredCompletion(ids, new float[ids.length], i % 2, false));
            }
            groups.add(new ScoredGroup("g" + p, workload.requests().get(p).prompt(), completions));
        }
        long idle = 0;
        if (memory) {
            collectGarbage();
            idle = ResidentMemory.of(ProcessHandle.current().pid());
            ResidentMemory.resetPeak();
        }
        long start = System.nanoTime();
        Map<String, Double> metrics = session.grpoStep(groups).metrics();
        double seconds = (System.nanoTime() - start) / 1e9;
        return answer(metrics, seconds, seconds, groups, idle, memory ? ResidentMemory.peak() : 0);
    }

    private static int[] ids(JsonNode array) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.path(i).asInt();
        }
        return ids;
    }

    /** Loads the trainer's current weights into the engine, draws completions, then updates on them. */
    private UpdateAnswer step(long seed) throws IOException {
        if (engine == null) {
            engine = QwenRolloutEngine.open(
                    checkpoint,
                    -1,
                    Device.cpu(),
                    Precision.FP32,
                    EngineOptions.DEFAULT.withThreads(settings.threads()),
                    EngineObserver.NONE);
        }
        long start = System.nanoTime();
        Path policy = Directories.temporary();
        try {
            session.savePolicy(policy);
            engine.swap(policy, session.step());
        } finally {
            Directories.delete(policy);
        }
        List<ScoredGroup> groups = workload.score(engine.generate(PairingWorkload.reseeded(workload.requests(), seed))
                .completions());
        long drawn = System.nanoTime();
        Map<String, Double> metrics = session.grpoStep(groups).metrics();
        long end = System.nanoTime();
        return answer(metrics, (end - start) / 1e9, (end - drawn) / 1e9, groups, 0, 0);
    }

    private static UpdateAnswer answer(
            Map<String, Double> metrics, double step, double update, List<ScoredGroup> groups, long idle, long peak) {
        long tokens = groups.stream()
                .flatMap(group -> group.completions().stream())
                .mapToLong(completion -> completion.tokenIds().length)
                .sum();
        return new UpdateAnswer(
                metrics.getOrDefault("loss", Double.NaN),
                metrics.getOrDefault("grad_norm", Double.NaN),
                step,
                update,
                tokens,
                idle,
                peak);
    }

    /** Direct buffers are freed some time after the collection that finds them unused. */
    private static void collectGarbage() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            LockSupport.parkNanos(100_000_000);
        }
    }
}

package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.ReferenceSync;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.optimizer.AdamW;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The reference is mixed as plain arithmetic says, at the configured optimizer steps, and a resumed or forked session
 * continues with the same reference.
 */
class ReferenceSyncTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final double ALPHA = 0.6;

    /**
     * Weights are below 2, where adjacent floats are 1.2e-7 apart. Without a fused multiply-add a mixture is rounded
     * three times, by half that distance each, and the expected value once; the second mixture inherits 0.4 of the
     * first one's error: 2.8 distances in total.
     */
    private static final float TOLERANCE = 2.8f * 0x1p-23f;

    /** Longer than the piece updated at a time. */
    private static final int LONG = (1 << 20) + 12_345;

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    @Test
    void everySecondStepMixesThePolicyIn() {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(0.04, 2, 1))) {
            for (int step = 1; step <= 4; step++) {
                session.grpoStep(List.of(group()));
                session.save(directory.resolve("s" + step));
            }
        }
        Map<String, float[]> reference = read(CHECKPOINT);
        for (int step = 1; step <= 4; step++) {
            Map<String, float[]> policy = read(directory.resolve("s" + step));
            if (step % 2 == 0) {
                mix(reference, policy);
            }
            Map<String, float[]> stored = read(directory.resolve("s" + step).resolve(TrainerState.REFERENCE));
            assertThat(stored).hasSameSizeAs(reference);
            for (Map.Entry<String, float[]> expected : reference.entrySet()) {
                assertThat(stored.get(expected.getKey()))
                        .as("%s after step %d", expected.getKey(), step)
                        .containsExactly(expected.getValue(), within(TOLERANCE));
            }
            assertThat(stored.get("model.norm.weight"))
                    .as("moved only at the configured steps")
                    .satisfies(norm -> assertThat(norm).isNotEqualTo(policy.get("model.norm.weight")));
        }
    }

    /** TRL counts optimizer steps, so two on the same groups count as two. */
    @Test
    void eachUpdateOnTheSameGroupsCounts() {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(0.04, 2, 2))) {
            session.grpoStep(List.of(group()));
            session.save(directory.resolve("s"));
        }
        Map<String, float[]> reference = read(CHECKPOINT);
        mix(reference, read(directory.resolve("s")));
        assertThat(read(directory.resolve("s").resolve(TrainerState.REFERENCE)).get("model.norm.weight"))
                .containsExactly(reference.get("model.norm.weight"), within(TOLERANCE));
    }

    @Test
    void theKlIsMeasuredAgainstTheUpdatedReference() {
        double stays = klAfter(100);
        double follows = klAfter(1);
        assertThat(follows).isPositive().isLessThan(stays / 2);
    }

    private double klAfter(int syncSteps) {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(0.04, syncSteps, 1))) {
            for (int i = 0; i < 5; i++) {
                session.grpoStep(List.of(group()));
            }
            return session.grpoStep(List.of(group())).metrics().getOrDefault("kl", 0.0);
        }
    }

    /**
     * A thousandth of the difference is far less than half the spacing of bf16, so rounding to nearest would always
     * lose it.
     */
    @Test
    void aSmallShareMovesBf16ByTheRightAmountOnAverage() {
        double share = 0.001;
        double distance = Math.pow(2, -7);
        float[] ones = new float[LONG];
        float[] twos = new float[LONG];
        Arrays.fill(ones, 1);
        Arrays.fill(twos, 2);
        try (TrainingModel model = TrainingModel.load(CHECKPOINT, Device.cpu(), Precision.FP32);
                NDManager scope = model.newScope()) {
            NDArray weight = converted(model, scope, scope.create(ones), Precision.BF16);
            NDArray target = converted(model, scope, scope.create(twos), Precision.BF16);
            long seed = AdamW.seeds(7, 3, 1)[0];
            model.script()
                    .call(
                            scope,
                            "move_towards",
                            List.of(weight),
                            List.of(target),
                            scope.create(share),
                            scope.create(new long[] {seed}),
                            scope.create(1L << 20));
            float[] moved = converted(model, scope, weight, Precision.FP32).toFloatArray();
            double mean = IntStream.range(0, LONG)
                    .mapToDouble(i -> moved[i])
                    .average()
                    .orElseThrow();
            // Five standard deviations of the mean of this many roundings.
            double up = share / distance;
            double bound = 5 * distance * Math.sqrt(up * (1 - up) / LONG);
            assertThat(mean).isCloseTo(1 + share, within(bound));
            assertThat(bound).isLessThan(share / 50);
            // The bits that AdamW does not use, whatever piece an element is in.
            long[] words = new SplittableRandom(seed).longs(LONG).toArray();
            int exact = Float.floatToRawIntBits((float) (share * 2 + (1 - share)));
            for (int i = 0; i < LONG; i++) {
                int random = (int) (words[i] >>> 48);
                assertThat(moved[i]).isEqualTo(Float.intBitsToFloat((exact + random) & 0xffff0000));
            }
        }
    }

    private static NDArray converted(TrainingModel model, NDManager scope, NDArray array, Precision type) {
        return model.script()
                .call(scope, "converted", array, scope.create((long) type.scalarType()))
                .singletonOrThrow();
    }

    @ParameterizedTest
    @EnumSource
    void resumedAndForkedSessionsContinueMixing(Precision precision) throws IOException {
        MemoryOptions memory =
                MemoryOptions.STANDARD.withWeightsDtype(precision).withOptimStates(precision);
        GrpoConfig config = config(0.04, 2, 1, memory);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config)) {
            take(session, 3);
            session.save(directory.resolve("state"));
            take(session, 3);
            session.save(directory.resolve("whole"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            take(session, 3);
            session.save(directory.resolve("resumed"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"), config)) {
            take(session, 3);
            session.save(directory.resolve("forked"));
        }
        for (String name : List.of("resumed", "forked")) {
            for (String file : List.of("model.safetensors", "optimizer.safetensors", "reference/model.safetensors")) {
                assertThat(Files.readAllBytes(directory.resolve(name).resolve(file)))
                        .as("%s of %s", file, name)
                        .isEqualTo(Files.readAllBytes(directory.resolve("whole").resolve(file)));
            }
        }
    }

    @Test
    void aForkMayAddAReferenceThatItsParentLacked() throws IOException {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, config(0, 2, 1))) {
            take(session, 1);
            session.save(directory.resolve("state"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"), config(0.04, 100, 1))) {
            assertThat(session.step()).isEqualTo(1);
            assertThat(session.grpoStep(List.of(group())).metrics().get("kl")).isBetween(-1e-6, 1e-6);
            session.save(directory.resolve("forked"));
        }
        assertThat(Files.readAllBytes(directory.resolve("forked/reference/model.safetensors")))
                .isEqualTo(Files.readAllBytes(directory.resolve("state/model.safetensors")));
    }

    private static void take(TrainingSession session, int steps) {
        for (int i = 0; i < steps; i++) {
            session.grpoStep(List.of(group()));
        }
    }

    /** In double precision. */
    private static void mix(Map<String, float[]> reference, Map<String, float[]> policy) {
        reference.forEach((name, values) -> {
            float[] target = policy.getOrDefault(name, new float[0]);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (ALPHA * target[i] + (1 - ALPHA) * values[i]);
            }
        });
    }

    private static Map<String, float[]> read(Path checkpoint) {
        Map<String, float[]> weights = new HashMap<>();
        try (Safetensors stored = Safetensors.open(checkpoint.resolve("model.safetensors"))) {
            stored.names().forEach(name -> weights.put(name, stored.floats(name)));
        }
        return weights;
    }

    private static GrpoConfig config(double beta, int syncSteps, int iterations) {
        return config(beta, syncSteps, iterations, MemoryOptions.STANDARD);
    }

    private static GrpoConfig config(double beta, int syncSteps, int iterations, MemoryOptions memory) {
        GrpoObjective standard = GrpoObjective.STANDARD;
        GrpoObjective objective = new GrpoObjective(
                standard.lossType(),
                standard.importanceSamplingLevel(),
                null,
                null,
                false,
                0,
                false,
                16,
                iterations,
                SamplerCorrection.NONE);
        return GrpoConfig.builder(UpdateConfig.builder()
                        .learningRate(1e-2)
                        .maxSteps(100)
                        .memory(memory)
                        .build())
                .beta(beta)
                .temperature(0.9)
                .objective(objective)
                .referenceSync(new ReferenceSync(syncSteps, ALPHA))
                .build();
    }

    private static ScoredGroup group() {
        return new ScoredGroup(
                "g",
                ChatPrompt.of(new ChatPrompt.Text("lake or sand?")),
                IntStream.range(0, 3)
                        .mapToObj(i -> new ScoredCompletion(
                                IntStream.range(20 + i, 22 + 2 * i).toArray(), new float[2 + i], i * 0.5, false))
                        .toList());
    }
}

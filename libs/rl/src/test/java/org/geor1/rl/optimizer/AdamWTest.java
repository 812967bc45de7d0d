package org.geor1.rl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * AdamW in bf16 equals AdamW in fp32 with results rounded by random bits determined by seed, step and position; the
 * rounding keeps the mean; and the device of the moments makes no difference.
 */
class AdamWTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-8, 0.01, 1);
    private static final MemoryOptions BF16 =
            MemoryOptions.STANDARD.withWeightsDtype(Precision.BF16).withOptimStates(Precision.BF16);

    /** Longer than the piece updated at a time. */
    private static final int LONG = (1 << 20) + 12_345;

    private final TrainingModel model = TrainingModel.load(CHECKPOINT, Device.cpu(), Precision.FP32);
    private final NDManager scope = model.newScope();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void bf16EqualsTheRoundedResultOfFp32() throws IOException {
        float[] weights = bf16(random(LONG, 1));
        float[] m = new float[LONG];
        float[] v = new float[LONG];
        NDArray weight = array(weights, Precision.BF16);
        try (AdamW optimizer = optimizer(weight, BF16, 7)) {
            for (int step = 0; step < 3; step++) {
                float[] gradient = bf16(random(LONG, 10 + step));
                NDArray plain = array(weights, Precision.FP32);
                try (AdamW oracle = optimizer(plain, MemoryOptions.STANDARD, 0)) {
                    oracle.load(state(m, v, step));
                    double norm = oracle.step(scope, List.of(array(gradient, Precision.FP32)), 0.01, step);
                    assertThat(optimizer.step(scope, List.of(array(gradient, Precision.BF16)), 0.01, step))
                            .isCloseTo(norm, within(norm * 1e-6));
                    SplittableRandom bits = new SplittableRandom(AdamW.seeds(7, step, 1)[0]);
                    long[] words = bits.longs(LONG).toArray();
                    weights = rounded(plain.toFloatArray(), words, 0);
                    m = rounded(moments(oracle).get(0), words, 16);
                    v = rounded(moments(oracle).get(1), words, 32);
                }
                assertThat(floats(weight)).isEqualTo(weights);
                assertThat(moments(optimizer)).containsExactly(m, v);
            }
        }
    }

    /**
     * A first step of AdamW moves every weight by the learning rate: here 0.3 of the distance between two bf16 numbers.
     */
    @Test
    void roundingKeepsTheMean() {
        double distance = Math.pow(2, -8);
        double rate = 0.3 * distance;
        float[] ones = new float[LONG];
        Arrays.fill(ones, 1);
        NDArray weight = array(ones, Precision.BF16);
        AdamW.Settings plain = new AdamW.Settings(0.9, 0.999, 1e-12, 0, 1e9);
        try (AdamW optimizer = new AdamW(model.script(), Device.cpu(), List.of(weight), i -> true, plain, BF16, 3)) {
            optimizer.step(scope, List.of(array(ones, Precision.BF16)), rate, 0);
        }
        float[] updated = floats(weight);
        double mean =
                IntStream.range(0, LONG).mapToDouble(i -> updated[i]).average().orElseThrow();
        // Five standard deviations of the mean of this many roundings.
        double bound = 5 * distance * Math.sqrt(0.3 * 0.7 / LONG);
        assertThat(mean).isCloseTo(1 - rate, within(bound));
        assertThat(bound).isLessThan(rate / 100);
        for (float value : updated) {
            assertThat(value == 1 || value == 1 - (float) distance).isTrue();
        }
    }

    @Test
    void randomBitsDifferFromStepToStepSeedToSeedAndTensorToTensor() {
        assertThat(AdamW.seeds(1, 5, 2)).isEqualTo(AdamW.seeds(1, 5, 2)).doesNotHaveDuplicates();
        assertThat(AdamW.seeds(1, 5, 2)).doesNotContain(AdamW.seeds(1, 6, 2)).doesNotContain(AdamW.seeds(2, 5, 2));
    }

    @Test
    void offloadedMomentsGiveTheSameBits() throws IOException {
        float[] start = random(LONG, 1);
        float[] gradient = random(LONG, 2);
        NDArray here = array(start, Precision.FP32);
        NDArray there = array(start, Precision.FP32);
        try (AdamW device = optimizer(here, MemoryOptions.STANDARD, 0);
                AdamW host = optimizer(there, MemoryOptions.STANDARD.withOffloadedOptimizer(), 0)) {
            for (int step = 0; step < 3; step++) {
                device.step(scope, List.of(array(gradient, Precision.FP32)), 0.01, step);
                host.step(scope, List.of(array(gradient, Precision.FP32)), 0.01, step);
            }
            assertThat(floats(there)).isEqualTo(floats(here)).isNotEqualTo(start);
            assertThat(moments(host)).containsExactlyElementsOf(moments(device));
        }
    }

    @Test
    void momentsAreStoredBitByBit() throws IOException {
        NDArray weight = array(random(1000, 1), Precision.BF16);
        try (AdamW saved = optimizer(weight, BF16, 7);
                AdamW loaded = optimizer(weight, BF16, 7);
                AdamW wider = optimizer(weight, MemoryOptions.STANDARD.withWeightsDtype(Precision.BF16), 7)) {
            saved.step(scope, List.of(array(random(1000, 2), Precision.BF16)), 0.01, 0);
            saved.save(directory);
            loaded.load(directory);
            assertThat(moments(loaded)).containsExactlyElementsOf(moments(saved));
            wider.load(directory);
            assertThat(moments(wider)).containsExactlyElementsOf(moments(saved));
        }
    }

    /** A state file in which an fp32 optimizer finds these moments. */
    private Path state(float[] m, float[] v, int step) throws IOException {
        Path state = Files.createTempDirectory(directory, "state");
        List<Long> shape = List.of((long) m.length);
        SafetensorsWriter.writeFile(
                state.resolve("optimizer.safetensors"),
                List.of(
                        SafetensorsWriter.Tensor.of("exp_avg.0", DType.F32, shape, m),
                        SafetensorsWriter.Tensor.of("exp_avg_sq.0", DType.F32, shape, v),
                        SafetensorsWriter.Tensor.of("step.0", DType.F32, List.of(), new float[] {step})));
        return state;
    }

    private List<float[]> moments(AdamW optimizer) throws IOException {
        Path state = Files.createTempDirectory(directory, "state");
        optimizer.save(state);
        try (Safetensors stored = Safetensors.open(state.resolve("optimizer.safetensors"))) {
            return List.of(stored.floats("exp_avg.0"), stored.floats("exp_avg_sq.0"));
        }
    }

    private AdamW optimizer(NDArray weight, MemoryOptions memory, long seed) {
        return new AdamW(model.script(), Device.cpu(), List.of(weight), i -> true, SETTINGS, memory, seed);
    }

    private NDArray array(float[] values, Precision type) {
        NDArray plain = scope.create(values, new Shape(values.length));
        return model.script()
                .callWithGradients(scope, "converted", plain, scope.create((long) type.scalarType()))
                .singletonOrThrow();
    }

    private float[] floats(NDArray array) {
        return model.script()
                .call(scope, "converted", array, scope.create((long) Precision.FP32.scalarType()))
                .singletonOrThrow()
                .toFloatArray();
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] bf16(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & 0xffff0000);
        }
        return values;
    }

    private static float[] rounded(float[] values, long[] words, int shift) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int random = (int) (words[i] >>> shift) & 0xffff;
            result[i] = Float.intBitsToFloat((Float.floatToRawIntBits(values[i]) + random) & 0xffff0000);
        }
        return result;
    }
}

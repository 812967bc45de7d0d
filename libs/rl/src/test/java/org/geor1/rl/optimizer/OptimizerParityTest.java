package org.geor1.rl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.trained.TrainedWeights;
import org.geor1.rl.trained.TrainedWeightsFactory;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenWeights;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code max_grad_norm}, {@code weight_decay} and {@code learning_rate} mean what they mean in PyTorch and Hugging
 * Face's Trainer, including at the ends of their ranges: a max norm of 0 clips nothing, a weight with a zero gradient
 * still decays and moves, and an absent gradient leaves weight, moments and step count unchanged. The goldens are in
 * double precision.
 */
class OptimizerParityTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/untied");

    /** Relative to the largest number compared: about sixteen roundings to fp32. */
    private static final double TOLERANCE = 1e-6;

    private static TrainingModel model;

    @BeforeAll
    static void open() {
        model = TrainingModel.load(CHECKPOINT, Device.cpu(), Precision.FP32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static Iterable<JsonNode> steps() {
        return OptimizerGoldens.read().required("steps");
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepEqualsThatOfTorch(JsonNode golden) {
        for (MemoryOptions memory : List.of(MemoryOptions.STANDARD, MemoryOptions.STANDARD.withOffloadedOptimizer())) {
            double weightDecay = golden.required("weight_decay").doubleValue();
            compare(golden, memory, weightDecay, true);
            if (weightDecay == 0) {
                // An exempt weight is updated as if there were no weight decay.
                compare(golden, memory, 0.5, false);
            }
        }
    }

    private static void compare(JsonNode golden, MemoryOptions memory, double weightDecay, boolean decays) {
        AdamW.Settings settings = new AdamW.Settings(
                0.9, 0.999, 1e-8, weightDecay, golden.required("max_grad_norm").doubleValue());
        try (NDManager scope = model.newScope()) {
            NDArray weight = scope.create(floats(OptimizerGoldens.read().required("weight")), new Shape(4));
            try (AdamW optimizer =
                    new AdamW(model.script(), Device.cpu(), List.of(weight), i -> decays, settings, memory, 1)) {
                for (int step = 0; step < golden.required("gradients").size(); step++) {
                    JsonNode gradient = golden.required("gradients").get(step);
                    NDArray given = gradient.isNull()
                            ? scope.create(new float[0], new Shape(0))
                            : scope.create(floats(gradient), new Shape(4));
                    double norm = optimizer.step(
                            scope,
                            List.of(given),
                            golden.required("learning_rate").doubleValue(),
                            step);
                    float[] expected = floats(golden.required("weights").get(step));
                    assertThat(norm)
                            .isCloseTo(golden.required("norms").get(step).doubleValue(), within(norm * TOLERANCE));
                    assertThat(weight.toFloatArray())
                            .as("step %d of %s", step, golden)
                            .containsExactly(expected, offset(expected));
                }
            }
        }
    }

    private static Offset<Float> offset(float[] expected) {
        float largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        return within((float) (largest * TOLERANCE));
    }

    private static float[] floats(JsonNode values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    @Test
    void weightDecayExemptsTheSameWeightsAsTheTrainer() {
        List<String> spared = new ArrayList<>();
        try (TrainedWeights trained = TrainedWeightsFactory.create(model, Trainable.ALL, 0)) {
            List<List<String>> layout = QwenWeights.layout(model.model().config());
            for (int i = 0; i < layout.size(); i++) {
                if (!trained.decays(i)) {
                    spared.addAll(layout.get(i));
                }
            }
        }
        List<String> expected = new ArrayList<>();
        OptimizerGoldens.read()
                .required("undecayed")
                .forEach(name -> expected.add(WeightNames.canonical(name.stringValue())));
        assertThat(spared).containsExactlyInAnyOrderElementsOf(expected);
    }
}

package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.util.List;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine generates in bf16. As long as it draws the same tokens as in fp32, log-probabilities are nearly the same.
 */
class Bf16GenerationTest {

    /** bf16 has 8 bits of precision, and the logits of these models are of the order of 10. */
    private static final float TOLERANCE = 0.15f;

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied", "odd"})
    void isNearFp32(String checkpoint) throws IOException {
        List<Completion> exact = generate(checkpoint, Precision.FP32);
        List<Completion> rounded = generate(checkpoint, Precision.BF16);

        for (int i = 0; i < exact.size(); i++) {
            assertThat(rounded.get(i).tokenIds()).isNotEmpty();
            int same = 0;
            int[] ids = exact.get(i).tokenIds();
            while (same < Math.min(ids.length, rounded.get(i).tokenIds().length)
                    && ids[same] == rounded.get(i).tokenIds()[same]) {
                assertThat(rounded.get(i).logProbs()[same])
                        .isCloseTo(exact.get(i).logProbs()[same], within(TOLERANCE));
                same++;
            }
            assertThat(same).isPositive();
        }
    }

    private static List<Completion> generate(String checkpoint, Precision precision) throws IOException {
        SamplingParams greedy = SamplingParams.greedy(24).withLogprobs(2).withRepetitionPenalty(1.05);
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(
                ParityFiles.path(checkpoint), 0, Device.cpu(), precision, EngineOptions.DEFAULT, EngineObserver.NONE)) {
            return engine
                    .generate(List.of(
                            new GenerationRequest(PromptParityTest.prompt("one_image"), 1, greedy),
                            new GenerationRequest(PromptParityTest.prompt("three_images"), 2, greedy)))
                    .completions()
                    .stream()
                    .flatMap(List::stream)
                    .toList();
        }
    }
}

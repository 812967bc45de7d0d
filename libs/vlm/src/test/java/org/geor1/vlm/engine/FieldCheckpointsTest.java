package org.geor1.vlm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.FieldCheckpoints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped model, stored in other layouts, generates the same tokens with bit-identical log-probabilities. */
class FieldCheckpointsTest {

    private static Completion expected;

    @BeforeAll
    static void ask() {
        expected = answer(FieldCheckpoints.NANO);
        assertThat(expected.tokenIds()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tf4-49",
                "tf5-23",
                "no_hidden_act",
                "pp_merge_missing",
                "pp_no_temporal",
                "eos_list",
                "cfg_nan",
                "stale_index"
            })
    void generatesTheSame(String name, @TempDir Path directory) throws Exception {
        Completion completion = answer(FieldCheckpoints.make(name, directory));

        assertThat(completion.tokenIds()).containsExactly(expected.tokenIds());
        assertThat(completion.logProbs()).containsExactly(expected.logProbs());
    }

    private static Completion answer(Path directory) {
        BufferedImage picture = new BufferedImage(84, 56, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(20, 30, 0x3060F0);
        ChatPrompt prompt = ChatPrompt.of(new ChatPrompt.Image(picture), new ChatPrompt.Text("Which city is this?"));
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(directory, 0, Device.cpu())) {
            return engine.generate(List.of(new GenerationRequest(prompt, 1, SamplingParams.greedy(12))))
                    .completions()
                    .get(0)
                    .get(0);
        }
    }
}

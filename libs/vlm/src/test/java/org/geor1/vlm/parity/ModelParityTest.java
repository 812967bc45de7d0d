package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.FloatBits;
import org.geor1.vlm.checkpoint.Safetensors;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.BranchBatch;
import org.geor1.vlm.model.PrefixPrompt;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.prompt.EncodedPrompt;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The model computes what {@code transformers} computes: image features within 1e-4, log-probabilities within 1e-4, the
 * same greedy tokens; alone or in a batch with other prompts.
 */
class ModelParityTest {

    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @CsvSource({
        "tied,text",
        "tied,one_image",
        "tied,three_images",
        "untied,text",
        "untied,one_image",
        "untied,three_images"
    })
    void equalsTransformers(String model, String name) throws IOException {
        ChatPrompt prompt = PromptParityTest.prompt(name);
        try (Safetensors golden = Safetensors.open(ParityFiles.path(model + "." + name + ".safetensors"));
                VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(model));
                QwenModel qwen = QwenModel.load(ParityFiles.path(model), Device.cpu());
                NDManager scope = qwen.newScope()) {
            EncodedPrompt encoded = PromptEncoder.load(ParityFiles.path(model), qwen.config(), tokenizer)
                    .encode(prompt);
            PrefixPrompt prefix = sharedPart(qwen, encoded);
            PromptBatch prompts = PromptBatch.of(scope, qwen.config(), List.of(prefix));
            NDArray features = qwen.encodeImages(scope, prompts);
            if (!encoded.images().isEmpty()) {
                assertThat(features.toFloatArray())
                        .containsExactly(golden.floats("vision.features"), within(TOLERANCE));
            }
            int[] tail = Arrays.copyOfRange(encoded.inputIds(), prefix.ids().length, encoded.inputIds().length);
            BranchBatch batch = BranchBatch.of(scope, prompts, List.of(List.of(new BranchBatch.Branch(tail, 0))));
            float[] logProbs = qwen.score(scope, batch, features, 1).get(0).toFloatArray();
            assertThat(logProbs)
                    .containsExactly(goldenLogProbs(golden, qwen, encoded.inputIds(), tail), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"tied", "untied"})
    void drawsTheSameGreedyTokensInABatchOfAllPrompts(String model) throws IOException {
        List<GenerationRequest> requests = new ArrayList<>();
        List<long[]> expected = new ArrayList<>();
        for (String name : List.of("text", "one_image", "three_images")) {
            requests.add(new GenerationRequest(PromptParityTest.prompt(name), 1, SamplingParams.greedy(32)));
            try (Safetensors golden = Safetensors.open(ParityFiles.path(model + "." + name + ".safetensors"))) {
                long[] ids = new long[32];
                golden.bytes("greedy").asLongBuffer().get(ids);
                expected.add(ids);
            }
        }
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(ParityFiles.path(model), 0, Device.cpu())) {
            List<List<Completion>> drawn = engine.generate(requests).completions();
            for (int i = 0; i < expected.size(); i++) {
                long[] ids = Arrays.stream(drawn.get(i).get(0).tokenIds())
                        .asLongStream()
                        .toArray();
                assertThat(ids).isEqualTo(Arrays.copyOf(expected.get(i), ids.length));
            }
        }
    }

    /** Up to the last image, or the first two tokens of a text: all that follows is scored. */
    private static PrefixPrompt sharedPart(QwenModel qwen, EncodedPrompt encoded) {
        int image = qwen.config().tokens().image();
        int end = 2;
        for (int i = 0; i < encoded.inputIds().length; i++) {
            if (encoded.inputIds()[i] == image) {
                end = i + 2;
            }
        }
        return PrefixPrompt.upTo(encoded, end, image);
    }

    private static float[] goldenLogProbs(Safetensors golden, QwenModel qwen, int[] ids, int[] tail) {
        int vocabulary = qwen.config().text().vocabSize();
        float[] logits =
                FloatBits.toFloats(golden.bytes("logits"), golden.info("logits").dtype());
        float[] logProbs = new float[tail.length];
        for (int i = 0; i < tail.length; i++) {
            int row = (ids.length - tail.length + i - 1) * vocabulary;
            double sum = 0;
            for (int v = 0; v < vocabulary; v++) {
                sum += Math.exp(logits[row + v]);
            }
            logProbs[i] = (float) (logits[row + tail[i]] - Math.log(sum));
        }
        return logProbs;
    }
}

package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models with the same files, one of them with a separate head, replace each other in the engine. */
class SwappedHeadTest {

    private static final Path TIED = Path.of("../libs/vlm/src/test/resources/parity/tied");

    @TempDir
    Path directory;

    @Test
    void theHeadIsSwappedWithItsModel() throws IOException {
        storeAnotherHead();
        float[] tied;
        float[] own;
        try (OnDemandEngine engine = engine()) {
            engine.swap(TIED, 1);
            tied = logProbs(engine);
            engine.swap(directory, 2);
            own = logProbs(engine);
            engine.swap(TIED, 3);
            assertThat(logProbs(engine)).containsExactly(tied);
        }
        assertThat(own).isNotEqualTo(tied);
        try (OnDemandEngine engine = engine()) {
            engine.swap(directory, 1);
            assertThat(logProbs(engine)).containsExactly(own);
        }
    }

    private static OnDemandEngine engine() {
        return new OnDemandEngine("cpu", Precision.FP32, EngineOptions.DEFAULT, EngineObserver.NONE);
    }

    private static float[] logProbs(OnDemandEngine engine) {
        ChatPrompt prompt = ChatPrompt.of(new ChatPrompt.Text("lake or sand?"));
        return engine.generate(List.of(new GenerationRequest(prompt, 1, SamplingParams.greedy(8))))
                .completions()
                .get(0)
                .get(0)
                .logProbs();
    }

    /** A copy of the tied model whose head is three times its embedding, which only the weights show. */
    private void storeAnotherHead() throws IOException {
        try (Stream<Path> files = Files.list(TIED)) {
            for (Path file : files.filter(f -> !f.endsWith("model.safetensors")).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        try (Safetensors stored = Safetensors.open(TIED)) {
            float[] head = stored.floats(WeightNames.EMBED_TOKENS);
            for (int i = 0; i < head.length; i++) {
                head[i] *= 3;
            }
            Stream<Tensor> own = stored.names().stream()
                    .map(name -> Tensor.of(
                            name, stored.info(name).dtype(), stored.info(name).shape(), stored.bytes(name)));
            Tensor other = Tensor.of(
                    WeightNames.LM_HEAD,
                    DType.F32,
                    stored.info(WeightNames.EMBED_TOKENS).shape(),
                    head);
            SafetensorsWriter.write(
                    directory, Stream.concat(own, Stream.of(other)).toList(), 1L << 30);
        }
    }
}

package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.Test;

/**
 * Concurrent passes share the weights. A call distinguishes its lists by the names of their arrays, so all calls of a
 * pass must use the same names, in whatever order they are made.
 */
class SharedWeightsTest {

    private static final String CHECKPOINT = "tied";

    @Test
    void everyCallOfAPassUsesTheSameNames() {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
                TrainingModel qwen = RandomGroup.gentle(CHECKPOINT);
                NDManager scope = qwen.newScope()) {
            qwen.model().weights().requireGradients();
            PromptEncoder encoder = PromptEncoder.load(
                    ParityFiles.path(CHECKPOINT), qwen.model().config(), tokenizer);
            RandomGroup drawn =
                    RandomGroup.draw(40, 0, qwen.model().config().tokens().bos());
            PromptBatch prompts = PromptBatch.of(
                    scope, qwen.model().config(), List.of(PrefixPrompt.of(encoder.encode(drawn.prompt()))));
            BranchBatch batch = BranchBatch.of(
                    scope,
                    prompts,
                    List.of(drawn.completions().stream()
                            .map(RandomGroup.Completion::branch)
                            .toList()));
            NDArray weights = scope.create(RandomGroup.each(drawn.completions(), RandomGroup.Completion::weight));

            Passes.sft(scope, qwen, batch, false, weights, Passes.keeping(qwen));
            List<String> names = names(qwen);
            new TrainScript(qwen).zeroGradients(scope, place -> true);
            assertThat(names(qwen)).isEqualTo(names);
            NDArray features = qwen.encodeImages(scope, prompts);
            assertThat(names(qwen)).isEqualTo(names);
            qwen.score(scope, batch, features, 1);
            assertThat(names(qwen)).isEqualTo(names);
        }
    }

    private static List<String> names(TrainingModel qwen) {
        return qwen.model().weights().parameters().stream()
                .map(NDArray::getName)
                .toList();
    }
}

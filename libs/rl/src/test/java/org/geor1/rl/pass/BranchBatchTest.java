package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.MisalignedException;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.Test;

/** Branches must be text; otherwise nothing is computed and the error names the prompt. */
class BranchBatchTest {

    private static final String CHECKPOINT = "tied";

    @Test
    void aBranchMustNotHoldAnImageToken() throws Exception {
        try (QwenModel model = QwenModel.load(ParityFiles.path(CHECKPOINT), Device.cpu());
                VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
                NDManager scope = model.newScope()) {
            PromptEncoder encoder = PromptEncoder.load(ParityFiles.path(CHECKPOINT), model.config(), tokenizer);
            PrefixPrompt prompt = PrefixPrompt.of(encoder.encode(ParityFiles.prompt("one_image")));
            PromptBatch prompts = PromptBatch.of(scope, model.config(), List.of(prompt, prompt));
            for (int id : new int[] {
                model.config().tokens().image(), model.config().tokens().video()
            }) {
                Branch sound = new Branch(new int[] {7, 8}, 0);
                Branch bad = new Branch(new int[] {7, 8, id}, 0);
                MisalignedException refused = catchThrowableOfType(
                        MisalignedException.class,
                        () -> BranchBatch.of(scope, prompts, List.of(List.of(sound), List.of(sound, bad))));
                assertThat(refused).hasMessageContaining("token 2 of completion 1 is " + id);
                assertThat(refused.prompt()).isOne();
            }
        }
    }
}

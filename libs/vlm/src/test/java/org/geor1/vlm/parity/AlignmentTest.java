package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.MisalignedException;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tokens, features and positions of each prompt must match; otherwise nothing is computed and the error names the
 * prompt.
 */
class AlignmentTest {

    private static final String CHECKPOINT = "tied";

    private static QwenModel model;
    private static VlmTokenizer tokenizer;
    private static PromptEncoder encoder;

    @BeforeAll
    static void load() {
        model = QwenModel.load(ParityFiles.path(CHECKPOINT), Device.cpu());
        tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
        encoder = PromptEncoder.load(ParityFiles.path(CHECKPOINT), model.config(), tokenizer);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        model.close();
    }

    /** The totals of the batch match, but all features would be shifted by one token. */
    @Test
    void aMissingTokenIsNotOffsetByAnExtraOneInAnotherPrompt() throws Exception {
        PrefixPrompt one = prompt("one_image");
        PrefixPrompt three = prompt("three_images");
        int image = model.config().tokens().image();
        PrefixPrompt fewer = with(one, indexOf(one.ids(), image), 5);
        PrefixPrompt more = with(three, 0, image);
        assertThat(refused(List.of(fewer, more)).prompt()).isZero();
        assertThat(refused(List.of(one, more)))
                .hasMessageContaining("image tokens, but images of")
                .satisfies(e -> assertThat(e.prompt()).isOne());
    }

    @Test
    void refusesPositionsOfAnotherLength() throws Exception {
        PrefixPrompt sound = prompt("one_image");
        int[][] positions = sound.positions().clone();
        positions[1] = Arrays.copyOf(positions[1], positions[1].length - 1);
        assertThat(refused(
                        List.of(sound, new PrefixPrompt(sound.ids(), sound.images(), positions, sound.nextPosition()))))
                .hasMessageContaining("but positions of")
                .satisfies(e -> assertThat(e.prompt()).isOne());
    }

    private static MisalignedException refused(List<PrefixPrompt> prompts) {
        try (NDManager scope = model.newScope()) {
            return catchThrowableOfType(
                    MisalignedException.class, () -> PromptBatch.of(scope, model.config(), prompts));
        }
    }

    private static PrefixPrompt prompt(String name) throws Exception {
        return PrefixPrompt.of(encoder.encode(PromptParityTest.prompt(name)));
    }

    private static PrefixPrompt with(PrefixPrompt prompt, int index, int id) {
        int[] ids = prompt.ids().clone();
        ids[index] = id;
        return new PrefixPrompt(ids, prompt.images(), prompt.positions(), prompt.nextPosition());
    }

    private static int indexOf(int[] ids, int id) {
        int index = 0;
        while (ids[index] != id) {
            index++;
        }
        return index;
    }
}

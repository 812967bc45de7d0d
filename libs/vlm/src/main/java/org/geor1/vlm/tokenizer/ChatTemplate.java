package org.geor1.vlm.tokenizer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.tokenizer.ChatMessage.Role;

/**
 * Qwen2.5-VL's chat template, applied in token-id space: control tokens are put in by id and only the text between two
 * of them is tokenized. For text without control tokens the ids equal those of {@code transformers}; text that spells a
 * control token stays text.
 */
public final class ChatTemplate {

    /** What the template says when a conversation brings no system message. */
    public static final String DEFAULT_SYSTEM = "You are a helpful assistant.";

    private final VlmTokenizer tokenizer;

    public ChatTemplate(VlmTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** {@link #encode(List, List)} of the prompt's turns. */
    public int[] encode(ChatPrompt prompt, List<Integer> imageTokenCounts) {
        return encode(ChatMessage.of(prompt), imageTokenCounts);
    }

    /**
     * Ids of the conversation, ending where the assistant's next turn begins.
     *
     * @param imageTokenCounts for each image in reading order, how many tokens it takes: merged height × merged width
     * @throws IllegalArgumentException if there is not one count for each image
     */
    public int[] encode(List<ChatMessage> messages, List<Integer> imageTokenCounts) {
        return encode(messages, imageTokenCounts, "");
    }

    /** Like {@link #encode(List, List)}, with the assistant's next turn begun by {@code continuation}. */
    public int[] encode(List<ChatMessage> messages, List<Integer> imageTokenCounts, String continuation) {
        Ids ids = new Ids();
        Iterator<Integer> counts = imageTokenCounts.iterator();
        if (messages.isEmpty() || messages.get(0).role() != Role.SYSTEM) {
            appendTurn(ids, ChatMessage.text(Role.SYSTEM, DEFAULT_SYSTEM), counts);
        }
        messages.forEach(message -> appendTurn(ids, message, counts));
        if (counts.hasNext()) {
            throw new IllegalArgumentException("more image token counts than images");
        }
        ids.special(SpecialToken.IM_START);
        ids.text("assistant\n");
        // Apart, so that the prompt's own ids stay as they are without it.
        ids.flush();
        ids.text(continuation);
        return ids.toArray();
    }

    /**
     * Ids of an assistant turn to train on, following {@link #encode}: the text and the end-of-turn token. The newline
     * that the template puts after it belongs to the next turn, as a model never has to produce it.
     */
    public int[] encodeAssistant(String completion) {
        Ids ids = new Ids();
        ids.text(completion);
        ids.special(SpecialToken.IM_END);
        return ids.toArray();
    }

    /**
     * Ids of the rest of a user's turn, from the text behind its last image to where the assistant's turn begins.
     * Followed by these, a prompt cut behind its last image equals the whole prompt.
     */
    public int[] encodeUserTail(String text) {
        Ids ids = new Ids();
        ids.text(text);
        ids.special(SpecialToken.IM_END);
        ids.text("\n");
        ids.special(SpecialToken.IM_START);
        ids.text("assistant\n");
        return ids.toArray();
    }

    private void appendTurn(Ids ids, ChatMessage message, Iterator<Integer> counts) {
        ids.special(SpecialToken.IM_START);
        ids.text(message.role().templateName() + "\n");
        for (ChatPrompt.Part part : message.parts()) {
            if (part instanceof ChatPrompt.Text text) {
                ids.text(text.text());
            } else {
                if (!counts.hasNext()) {
                    throw new IllegalArgumentException("fewer image token counts than images");
                }
                ids.special(SpecialToken.VISION_START);
                ids.repeat(SpecialToken.IMAGE_PAD, counts.next());
                ids.special(SpecialToken.VISION_END);
            }
        }
        ids.special(SpecialToken.IM_END);
        ids.text("\n");
    }

    /** Collects ids; neighbouring texts are joined before they are tokenized, as they are in the template's string. */
    private final class Ids {

        private final List<int[]> pieces = new ArrayList<>();
        private final StringBuilder pending = new StringBuilder();

        void text(String text) {
            pending.append(text);
        }

        void special(SpecialToken token) {
            repeat(token, 1);
        }

        void repeat(SpecialToken token, int count) {
            if (count < 1) {
                throw new IllegalArgumentException("an image takes at least one token, was " + count);
            }
            flush();
            int id = tokenizer.id(token);
            pieces.add(IntStream.range(0, count).map(i -> id).toArray());
        }

        private void flush() {
            pieces.add(tokenizer.encode(pending.toString()));
            pending.setLength(0);
        }

        int[] toArray() {
            flush();
            return pieces.stream().flatMapToInt(IntStream::of).toArray();
        }
    }
}

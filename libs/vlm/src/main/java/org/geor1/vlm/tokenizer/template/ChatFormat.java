package org.geor1.vlm.tokenizer.template;

import java.util.List;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.tokenizer.template.ChatMessage.Role;

/**
 * What a chat template writes around texts and images. Control tokens in these strings are control tokens; texts of users
 * are never part of them.
 *
 * @param start before the first turn of a conversation without a system message: mostly a default one
 * @param image for each image, with one image token that stands for all of its tokens
 * @param generation where the assistant's next turn begins
 */
public record ChatFormat(String start, Frame system, Frame user, Frame assistant, String image, String generation) {

    /** What the published template says when a conversation brings no system message. */
    static final String DEFAULT_SYSTEM = "You are a helpful assistant.";

    /** The template of the published Qwen2.5-VL checkpoints. */
    public static final ChatFormat QWEN = new ChatFormat(
            "<|im_start|>system\n" + DEFAULT_SYSTEM + "<|im_end|>\n",
            new Frame("<|im_start|>system\n", "<|im_end|>\n"),
            new Frame("<|im_start|>user\n", "<|im_end|>\n"),
            new Frame("<|im_start|>assistant\n", "<|im_end|>\n"),
            "<|vision_start|><|image_pad|><|vision_end|>",
            "<|im_start|>assistant\n");

    /** What stands before and behind a turn. */
    record Frame(String before, String behind) {}

    /** Takes a conversation piece by piece. */
    interface Sink {

        void template(String written);

        void text(String text);

        void image();
    }

    /** Tells {@code sink} the turns of {@code messages}, without {@link #generation}. */
    void write(List<ChatMessage> messages, Sink sink) {
        if (messages.isEmpty() || messages.get(0).role() != Role.SYSTEM) {
            sink.template(start);
        }
        for (ChatMessage message : messages) {
            Frame frame = frame(message.role());
            sink.template(frame.before());
            for (ChatPrompt.Part part : message.parts()) {
                if (part instanceof ChatPrompt.Text text) {
                    sink.text(text.text());
                } else {
                    sink.image();
                }
            }
            sink.template(frame.behind());
        }
    }

    private Frame frame(Role role) {
        return switch (role) {
            case SYSTEM -> system;
            case USER -> user;
            case ASSISTANT -> assistant;
        };
    }
}

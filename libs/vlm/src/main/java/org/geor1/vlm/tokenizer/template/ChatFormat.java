package org.geor1.vlm.tokenizer.template;

import java.util.List;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.tokenizer.template.ChatMessage.Role;

/**
 * What a chat template writes around texts and images. Control tokens spelled in these strings are encoded as control
 * tokens; user text is never part of them.
 *
 * @param start written before the first turn of a conversation without a system message: usually a default system
 *     message
 * @param image written for each image; its one image token stands for all tokens of the image
 * @param generation written where the assistant's next turn begins
 */
public record ChatFormat(String start, Frame system, Frame user, Frame assistant, String image, String generation) {

    /** The published template's default for conversations without a system message. */
    static final String DEFAULT_SYSTEM = "You are a helpful assistant.";

    /** The template of the published Qwen2.5-VL checkpoints. */
    public static final ChatFormat QWEN = new ChatFormat(
            "<|im_start|>system\n" + DEFAULT_SYSTEM + "<|im_end|>\n",
            new Frame("<|im_start|>system\n", "<|im_end|>\n"),
            new Frame("<|im_start|>user\n", "<|im_end|>\n"),
            new Frame("<|im_start|>assistant\n", "<|im_end|>\n"),
            "<|vision_start|><|image_pad|><|vision_end|>",
            "<|im_start|>assistant\n");

    /** What is written before and after a turn. */
    record Frame(String before, String behind) {}

    /** Receives a conversation piece by piece. */
    interface Sink {

        void template(String written);

        void text(String text);

        void image();
    }

    /** Passes the turns of {@code messages} to {@code sink}, without {@link #generation}. */
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

package org.geor1.vlm.tokenizer.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.geor1.vlm.ChatPrompt;

/** One turn of a conversation: the speaker's role, and text and images in reading order. */
public record ChatMessage(Role role, List<ChatPrompt.Part> parts) {

    public ChatMessage {
        parts = List.copyOf(parts);
    }

    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT;

        String templateName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static ChatMessage text(Role role, String text) {
        return new ChatMessage(role, List.of(new ChatPrompt.Text(text)));
    }

    /** {@code prompt} as a conversation. */
    public static List<ChatMessage> of(ChatPrompt prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        if (prompt.system() != null) {
            messages.add(text(Role.SYSTEM, prompt.system()));
        }
        for (ChatPrompt.Turn turn : prompt.earlier()) {
            messages.add(new ChatMessage(Role.USER, turn.parts()));
            messages.add(text(Role.ASSISTANT, turn.answer()));
        }
        messages.add(new ChatMessage(Role.USER, prompt.parts()));
        return List.copyOf(messages);
    }
}

package org.geor1.rl.sft;

import java.util.List;
import org.geor1.vlm.ChatPrompt;

/**
 * Several questions about the same images: the images are run once, each question is a branch of its own.
 *
 * @param shared what stands before every question, ending with an image
 */
public record SharedSftExample(ChatPrompt shared, List<Turn> turns) {

    public SharedSftExample {
        turns = List.copyOf(turns);
    }

    /** A question's text and the assistant turn to imitate. */
    public record Turn(String question, String answer) {}
}

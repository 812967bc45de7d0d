package org.geor1.rl.sft;

import org.geor1.vlm.ChatPrompt;

/** A prompt and the assistant turn to imitate; the loss covers the assistant's tokens and the end of its turn. */
public record SftExample(ChatPrompt prompt, String completion) {}

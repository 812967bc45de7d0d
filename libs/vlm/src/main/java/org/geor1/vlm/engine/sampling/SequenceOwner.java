package org.geor1.vlm.engine.sampling;

import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.model.input.PrefixPrompt;

/** The request that a sequence is drawn for. */
public interface SequenceOwner {

    PrefixPrompt prompt();

    SamplingParams sampling();

    /** The first token of each choice; empty if any token may come. */
    int[] choiceIds();

    /** Whether somebody reads the text as it comes. */
    boolean streams();

    /** Whether nobody waits for it any longer. */
    boolean ended();

    /** Passes text of sequence {@code index} that can no longer change to the listener. */
    void tell(int index, String text);

    /** How many of the likeliest tokens a step returns. */
    default int alternatives() {
        return Math.max(sampling().logprobs(), choiceIds().length);
    }

    /** Whether steps return log-probabilities of the processed distribution. */
    default boolean detailed() {
        return alternatives() > 0;
    }
}

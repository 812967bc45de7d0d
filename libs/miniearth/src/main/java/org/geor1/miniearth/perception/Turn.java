package org.geor1.miniearth.perception;

import org.geor1.miniearth.prompt.PromptLayout;

/**
 * One question about a scene, with an answer that is true.
 *
 * @param thought the answer spelled out, so that every word can be read off the images or the words before it
 * @param answer the answer alone
 */
public record Turn(Kind kind, String question, String thought, String answer) {

    /** What is asked. */
    public enum Kind {
        /** All cues of the panorama. */
        DESCRIBE_PANORAMA,
        /** The cues that the question itself names. */
        ECHO,
        /** All cues of one lettered tile. */
        DESCRIBE_TILE,
        /** One cue of one lettered tile. */
        LOOK,
        /** The letter of the only tile that fits a description in words. */
        CHOOSE,
        /** The city that all images are of. */
        CITY,
        /** Whether one lettered tile has the cues that the question names. */
        FIT,
        /** The letter of a tile, where nothing tells which. */
        GUESS,
        /** Which of some pairs of words agree, whatever the images show. */
        SAME
    }

    /** The question, asked for reasoning in tags or plainly. */
    public String prompt(boolean tagged) {
        return tagged ? " " + PromptLayout.INSTRUCTION + question : question;
    }

    /** The expected answer. */
    public String completion(boolean tagged) {
        return tagged ? "<think>" + thought + "</think><answer>" + answer + "</answer>" : thought;
    }
}

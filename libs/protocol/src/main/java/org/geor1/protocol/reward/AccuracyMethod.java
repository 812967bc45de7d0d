package org.geor1.protocol.reward;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a reward reads the letter, the position or the name that a completion answers with. */
public enum AccuracyMethod {
    /** The first answer block is the answer and nothing else. */
    @JsonProperty("strict")
    STRICT,
    /**
     * As the published training code reads letters, which also takes {@code c}, {@code Option C} and answers without a
     * block. For accuracy alone.
     */
    @JsonProperty("mcq")
    MCQ,
    /** The first answer block names one answer, with words and marks around it. */
    @JsonProperty("tolerant")
    TOLERANT
}

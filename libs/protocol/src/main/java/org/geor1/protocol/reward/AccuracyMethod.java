package org.geor1.protocol.reward;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the reward {@code accuracy} reads the letter that a completion chooses. */
public enum AccuracyMethod {
    /** The first answer block is one capital letter and nothing else. */
    @JsonProperty("strict")
    STRICT,
    /** As the published training code does, which also takes {@code c}, {@code Option C} and answers without a block. */
    @JsonProperty("mcq")
    MCQ,
    /** The first answer block names one letter, whatever stands around it. */
    @JsonProperty("tolerant")
    TOLERANT
}

package org.geor1.protocol.reward;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a group that the endpoint of a reward could not score. */
public enum FailurePolicy {
    /** All of its completions score 0. */
    @JsonProperty("zero")
    ZERO,
    /**
     * None of its completions has this component; the others are added up without it, as TRL leaves out a {@code None}.
     * A group for which no component is left is dropped.
     */
    @JsonProperty("drop")
    DROP,
    /** Scoring the group fails: it is tried again like any job, and at last the group is dropped. */
    @JsonProperty("fail")
    FAIL
}

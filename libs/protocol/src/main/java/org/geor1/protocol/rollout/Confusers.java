package org.geor1.protocol.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the wrong tiles of a pairing question come from. */
public enum Confusers {
    @JsonProperty("same-city")
    SAME_CITY,
    @JsonProperty("anywhere")
    ANYWHERE
}

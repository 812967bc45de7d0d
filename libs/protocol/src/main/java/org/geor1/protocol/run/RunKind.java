package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a run does: supervised scaffolding, GRPO elevating, or evaluation without an update. */
public enum RunKind {
    @JsonProperty("sft")
    SFT,
    @JsonProperty("grpo")
    GRPO,
    @JsonProperty("eval")
    EVAL;

    /** The name on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}

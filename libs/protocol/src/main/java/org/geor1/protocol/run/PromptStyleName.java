package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How questions are worded for a model. */
public enum PromptStyleName {
    /** For published Qwen2.5-VL models, as the paper's training script asks them. */
    @JsonProperty("geo-r1")
    GEO_R1,
    /** For the shipped model. */
    @JsonProperty("nano")
    NANO;

    /** The name on the wire, and of the style. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

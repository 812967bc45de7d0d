package org.geor1.protocol.rollout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Pairing questions. */
@JsonNaming(SnakeCaseStrategy.class)
public record Questions(
        @Setting(value = "Questions in a step.", byDefault = "16") @Min(1) @Max(1024)
        int promptsPerStep,

        @Setting(value = "Tiles to choose from in a question.", byDefault = "5") @Min(2) @Max(10)
        int candidates,

        @Setting(value = "Where the wrong tiles of a question come from.", byDefault = "same-city")
        Confusers confusers) {}

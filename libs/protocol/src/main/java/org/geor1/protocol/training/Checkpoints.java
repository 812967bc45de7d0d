package org.geor1.protocol.training;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** When checkpoints are made, and which keep their weights; promoted ones always do. */
@JsonNaming(SnakeCaseStrategy.class)
public record Checkpoints(
        @Setting(value = "Steps between two checkpoints; the last step makes one too.", byDefault = "10")
        @Min(1)
        @Max(1_000_000)
        int checkpointEvery,

        @Setting("How many of the newest checkpoints keep their weights; without it all do.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer saveTotalLimit,

        @Setting("Besides those, checkpoints whose step is a multiple of it keep their weights.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer keepEvery)
        implements CrossFieldRules {

    @Override
    public void check(Faults faults) {
        if (keepEvery != null && saveTotalLimit == null) {
            faults.reject("keep_every", "needs save_total_limit: without it all checkpoints stay");
        }
    }
}

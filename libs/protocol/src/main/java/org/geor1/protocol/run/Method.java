package org.geor1.protocol.run;

import org.geor1.protocol.settings.CrossFieldRules;
import org.jspecify.annotations.Nullable;

/** What a run does, and the settings of that. */
public sealed interface Method permits Sft, Grpo, Eval {

    /** Its kind, under which its settings stand in JSON. */
    RunKind type();

    /** Number of steps; null if it follows from epochs and the size of the data. */
    @Nullable
    Long steps();

    /** How often the data is gone through, where that decides the number of steps; null otherwise. */
    @Nullable
    Double epochs();

    /** Items that a step takes of the data. */
    int itemsPerStep();

    /** Refuses steps beside epochs. */
    static void requireOneLength(@Nullable Integer maxSteps, @Nullable Double epochs, CrossFieldRules.Faults faults) {
        if (maxSteps != null && epochs != null) {
            faults.reject("num_train_epochs", "is given beside max_steps; give one of the two");
        }
    }
}

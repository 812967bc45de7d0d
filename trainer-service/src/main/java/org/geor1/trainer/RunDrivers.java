package org.geor1.trainer;

import org.geor1.protocol.RunKind;

/** The driver of each kind of run. */
record RunDrivers(RunDriver sft, RunDriver grpo, RunDriver eval) {

    RunDriver of(RunKind kind) {
        return switch (kind) {
            case SFT -> sft;
            case GRPO -> grpo;
            case EVAL -> eval;
        };
    }
}

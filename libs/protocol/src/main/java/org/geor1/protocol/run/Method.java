package org.geor1.protocol.run;

/** What a run does, and the settings of that. */
public sealed interface Method permits Sft, Grpo, Eval {

    /** Its kind, under which its settings stand in JSON. */
    RunKind type();

    /** Number of steps. */
    long steps();
}

package org.geor1.trainer.source;

import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.task.PairingTask;
import org.geor1.geo.task.ReasoningTask;
import org.geor1.geo.task.SourceTasks;

/**
 * What a run asks about, and how.
 *
 * @param pairing of the run's dataset, or of its mixture
 * @param reasoning likewise
 * @param style of its model, or the one that the run asks for
 */
public record RunTasks(PairingTask pairing, ReasoningTask reasoning, PromptStyle style) {

    /** Tasks of one source. */
    public RunTasks(SourceTasks tasks, PromptStyle style) {
        this(tasks.pairing(), tasks.reasoning(), style);
    }
}

package org.geor1.trainer.source;

import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.task.SourceTasks;

/**
 * What a run asks about, and how.
 *
 * @param tasks of the run's dataset
 * @param style of its model, or the one that the run asks for
 */
public record RunTasks(SourceTasks tasks, PromptStyle style) {}

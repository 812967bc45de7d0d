package org.geor1.jobs.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event to append to a run's stream. */
public record NewEvent(EventType type, @Nullable Long step, Map<String, ?> payload) {}

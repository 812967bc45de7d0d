package org.geor1.jobs.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of a run's stream. Ids grow and become visible in order, so the last one seen is where to go on. */
public record RunEvent(
        long id, String runId, EventType type, @Nullable Long step, String payloadJson, Instant at) {}

package org.geor1.jobs.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One entry of a run's stream. Ids grow and become visible in order, so a reader resumes after the last one it has seen. */
public record RunEvent(
        long id, String runId, EventType type, @Nullable Long step, String payloadJson, Instant at) {}

package org.geor1.jobs.step;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A committed step. */
public record Step(
        String runId,
        long step,
        long policyVersion,
        @Nullable Instant committedAt) {}

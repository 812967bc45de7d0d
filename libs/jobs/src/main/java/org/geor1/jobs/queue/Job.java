package org.geor1.jobs.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job, live or finished.
 *
 * @param traceparent the trace of the request that asked for its run, while the job is live
 */
public record Job(
        long id,
        JobKind kind,
        String runId,
        long step,
        String groupId,
        int part,
        JobState state,
        JsonNode payload,
        int attempt,
        int maxAttempts,
        @Nullable JobLease lease,
        @Nullable String worker,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String traceparent) {

    /** @throws IllegalStateException when nobody holds the job */
    public JobLease requireLease() {
        if (lease == null) {
            throw new IllegalStateException("job " + id + " is not leased");
        }
        return lease;
    }
}

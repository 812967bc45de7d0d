package org.geor1.jobs.queue;

import java.util.UUID;

/** Fencing token of a claimed job: every write for it carries all three, and a stale one writes nothing. */
public record JobLease(long jobId, int attempt, UUID token) {}

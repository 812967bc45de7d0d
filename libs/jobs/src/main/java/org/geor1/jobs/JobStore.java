package org.geor1.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue: at-least-once delivery, exactly-once effect. All time is the database's. A worker that lost its lease
 * changes nothing.
 */
public interface JobStore {

    /** Queues jobs; one whose (run, step, kind, group, part) is queued already is left as it is. */
    void enqueue(List<NewJob> jobs);

    /**
     * Takes up to {@code limit} due jobs, highest priority first, for {@code lease}. Jobs whose lease ran out are due
     * again, and their attempt counts; one that has no attempt left dead-letters instead of being handed out.
     */
    List<Job> claim(Set<JobKind> kinds, String worker, int limit, Duration lease);

    /** Extends leases. @return the ids still held; stop working on the others */
    Set<Long> heartbeat(List<JobLease> leases, Duration lease);

    /** Finishes jobs that have no stored result. @return the ids that were still held */
    Set<Long> complete(List<JobLease> leases);

    /**
     * Gives a failed job back. It is retried after a growing delay, or dead-letters with {@code cause} and drops its
     * group when its attempts are used up or {@code retry} is false.
     *
     * @return whether the caller still held it
     */
    boolean fail(JobLease lease, String cause, boolean retry);

    /** Gives claimed jobs back unharmed, for a worker that shuts down: the attempt does not count. */
    void release(List<JobLease> leases);

    /** Cancels what is left of a run's work. @return how many jobs */
    int cancelRun(String runId);

    Optional<Job> find(long jobId);

    /** Finished jobs of a state, newest first: the dead letters, for one. */
    Page<Job> history(@Nullable String runId, JobState state, int limit, @Nullable String after);

    /** Due and leased jobs by kind: what a scaler looks at. */
    Map<JobKind, Long> depth();

    /** A job to queue. */
    record NewJob(JobKind kind, String runId, long step, String groupId, int part, int priority, String payloadJson) {}
}

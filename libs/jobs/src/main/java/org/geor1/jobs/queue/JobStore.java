package org.geor1.jobs.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.geor1.jobs.common.Cursors;
import org.geor1.jobs.common.Intervals;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.common.Pages;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.signal.Channel;
import org.geor1.jobs.signal.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The queue: at-least-once delivery, exactly-once effect. All time is the database's. A worker that lost its lease
 * changes nothing.
 */
@Transactional
public class JobStore {

    private static final Logger log = LoggerFactory.getLogger(JobStore.class);

    private final JobRepository jobs;
    private final JobHistoryRepository history;
    private final EventStore events;
    private final JobsProperties properties;
    private final MeterRegistry meters;
    private final ApplicationEventPublisher publisher;
    private final Signals signals;

    JobStore(
            JobRepository jobs,
            JobHistoryRepository history,
            EventStore events,
            JobsProperties properties,
            MeterRegistry meters,
            ApplicationEventPublisher publisher,
            Signals signals) {
        this.jobs = jobs;
        this.history = history;
        this.events = events;
        this.properties = properties;
        this.meters = meters;
        this.publisher = publisher;
        this.signals = signals;
    }

    /** Queues jobs; one whose (run, step, kind, group, part) is queued already is left as it is. */
    public void enqueue(List<NewJob> newJobs) {
        if (newJobs.isEmpty()) {
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (NewJob job : newJobs) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", job.kind().wire());
            row.put("runId", job.runId());
            row.put("step", job.step());
            row.put("groupId", job.groupId());
            row.put("part", job.part());
            row.put("priority", job.priority());
            row.put("payloadJson", job.payloadJson());
            rows.add(row);
        }
        jobs.enqueue(Json.write(rows), properties.maxAttempts());
        newJobs.stream().map(NewJob::kind).distinct().forEach(kind -> signals.send(kind.channel()));
    }

    /** Signalled whenever jobs of the kind are queued, which retried ones are not. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Channel arrivals(JobKind kind) {
        return signals.channel(kind.channel());
    }

    /**
     * Takes up to {@code limit} due jobs, highest priority first, for {@code lease}. Jobs whose lease ran out are due
     * again, and their attempt counts; one that has no attempt left dead-letters instead of being handed out.
     */
    public List<Job> claim(Set<JobKind> kinds, String worker, int limit, Duration lease) {
        List<String> wire = kinds.stream().map(JobKind::wire).toList();
        for (long id : jobs.exhausted(wire)) {
            jobs.findById(id).ifPresent(job -> bury(job, "the worker of the last attempt vanished"));
        }
        List<Job> claimed = jobs.claim(wire, worker, UUID.randomUUID(), limit, Intervals.seconds(lease)).stream()
                .sorted((a, b) ->
                        a.priority != b.priority ? Integer.compare(b.priority, a.priority) : Long.compare(a.id, b.id))
                .map(JobEntity::toJob)
                .toList();
        claimed.forEach(job -> count("claimed", job.kind().wire()));
        return claimed;
    }

    /** Extends leases. @return the ids still held; stop working on the others */
    public Set<Long> heartbeat(List<JobLease> leases, Duration lease) {
        return leases.isEmpty()
                ? Set.of()
                : new HashSet<>(jobs.heartbeat(Json.write(leases), Intervals.seconds(lease)));
    }

    /** Finishes jobs that have no stored result. @return the ids that were still held */
    public Set<Long> complete(List<JobLease> leases) {
        if (leases.isEmpty()) {
            return Set.of();
        }
        Set<Long> done = new HashSet<>();
        for (JobRepository.Moved job : jobs.finishHeld(Json.write(leases), JobState.DONE.wire(), null)) {
            done.add(job.getId());
            count("completed", job.getKind());
        }
        return done;
    }

    /**
     * Gives a failed job back. It is retried after a growing delay, or dead-letters with {@code cause} and drops its
     * group when its attempts are used up or {@code retry} is false.
     *
     * @return whether the caller still held it
     */
    public boolean fail(JobLease lease, String cause, boolean retry) {
        if (jobs.lockHeld(Json.write(List.of(lease))).isEmpty()) {
            return false;
        }
        JobEntity job = jobs.findById(lease.jobId()).orElseThrow();
        if (!retry || job.attempt >= job.maxAttempts) {
            bury(job, cause);
            return true;
        }
        Duration delay = properties.backoff(job.attempt);
        log.warn(
                "{} job {} failed (attempt {} of {}), retried in {}: {}",
                job.kind,
                job.id,
                job.attempt,
                job.maxAttempts,
                delay,
                cause);
        jobs.retry(job.id, cause, Intervals.seconds(delay));
        count("retried", job.kind);
        return true;
    }

    /** The written policy for a group one of whose jobs died: the group is dropped, the rest of its work cancelled. */
    private void bury(JobEntity job, String cause) {
        log.error(
                "{} job {} is dead after {} attempts; its group {} is dropped and step {} goes on without it: {}",
                job.kind,
                job.id,
                job.attempt,
                job.groupId,
                job.step,
                cause);
        jobs.finish(job.id, JobState.DEAD.wire(), cause);
        jobs.finishGroup(job.groupId, JobState.CANCELLED.wire(), "another job of the group died");
        publisher.publishEvent(new JobDied(job.groupId, cause));
        events.append(
                job.runId,
                List.of(new NewEvent(
                        EventType.LOG,
                        job.step,
                        Map.of("level", "error", "message", job.kind + " job died: " + cause, "group", job.groupId))));
        count("dead", job.kind);
    }

    /** Gives claimed jobs back unharmed, for a worker that shuts down: the attempt does not count. */
    public void release(List<JobLease> leases) {
        if (!leases.isEmpty()) {
            jobs.release(Json.write(leases));
        }
    }

    /** Cancels what is left of a run's work. @return how many jobs */
    public int cancelRun(String runId) {
        return jobs.finishRun(runId, JobState.CANCELLED.wire(), null).size();
    }

    @Transactional(readOnly = true)
    public Optional<Job> find(long jobId) {
        return jobs.findById(jobId)
                .map(JobEntity::toJob)
                .or(() -> history.findById(jobId).map(JobHistoryEntity::toJob));
    }

    /** Finished jobs of a state, newest first: the dead letters, for one. */
    @Transactional(readOnly = true)
    public Page<Job> history(@Nullable String runId, JobState state, int limit, @Nullable String after) {
        Long before = after == null ? null : Cursors.number(after);
        List<JobHistoryEntity> rows = history.page(state.wire(), runId, before, Limit.of(limit + 1));
        return Pages.of(rows, limit, job -> job.id, JobHistoryEntity::toJob);
    }

    /** Due and leased jobs by kind: what a scaler looks at. */
    @Transactional(readOnly = true)
    public Map<JobKind, Long> depth() {
        Map<JobKind, Long> depth = new EnumMap<>(JobKind.class);
        for (JobKind kind : JobKind.values()) {
            depth.put(kind, 0L);
        }
        jobs.depth().forEach(row -> depth.put(JobKind.of(row.getKind()), row.getJobs()));
        return depth;
    }

    private void count(String outcome, String kind) {
        meters.counter("geor1.jobs", "outcome", outcome, "kind", kind).increment();
    }

    /** A job to queue. */
    public record NewJob(
            JobKind kind, String runId, long step, String groupId, int part, int priority, String payloadJson) {}
}

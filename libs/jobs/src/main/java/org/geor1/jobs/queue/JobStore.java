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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.geor1.jobs.common.Cursors;
import org.geor1.jobs.common.Intervals;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.common.Pages;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.queue.ClaimProtocol.Moved;
import org.geor1.jobs.signal.Channel;
import org.geor1.jobs.signal.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The queue: at-least-once delivery, exactly-once effect. All time is the database's. A worker that lost its lease
 * changes nothing.
 */
@Transactional
public class JobStore {

    private static final Logger log = LoggerFactory.getLogger(JobStore.class);

    private final ClaimProtocol jobs;
    private final EventStore events;
    private final JobsProperties properties;
    private final MeterRegistry meters;
    private final ApplicationEventPublisher publisher;
    private final Signals signals;

    JobStore(
            JdbcClient sql,
            EventStore events,
            JobsProperties properties,
            MeterRegistry meters,
            ApplicationEventPublisher publisher,
            Signals signals) {
        this.jobs = new ClaimProtocol(sql);
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
        buryExhausted(kinds);
        List<Job> claimed = jobs.claim(kinds, worker, UUID.randomUUID(), limit, Intervals.seconds(lease));
        claimed.forEach(job -> count("claimed", job.kind()));
        return claimed;
    }

    private void buryExhausted(Set<JobKind> kinds) {
        List<Job> seen = jobs.exhausted(kinds);
        if (seen.isEmpty()) {
            return;
        }
        Set<String> locked = lockGroups(seen);
        // Others may have buried or finished them while this transaction waited for the locks.
        jobs.exhausted(kinds).stream()
                .filter(job -> locked.contains(job.groupId()))
                .forEach(job -> bury(job, "the worker of the last attempt vanished"));
    }

    /** Takes all locks that {@link #bury} needs. @return the groups */
    private Set<String> lockGroups(List<Job> dying) {
        Set<String> groups = dying.stream().map(Job::groupId).collect(Collectors.toSet());
        jobs.lockGroups(dying.stream().map(Job::runId).collect(Collectors.toSet()), groups);
        return groups;
    }

    /** Extends leases. @return the ids still held; stop working on the others */
    public Set<Long> heartbeat(List<JobLease> leases, Duration lease) {
        return leases.isEmpty() ? Set.of() : new HashSet<>(jobs.heartbeat(leases, Intervals.seconds(lease)));
    }

    /** Finishes jobs that have no stored result. @return the ids that were still held */
    public Set<Long> complete(List<JobLease> leases) {
        if (leases.isEmpty()) {
            return Set.of();
        }
        Set<Long> done = new HashSet<>();
        for (Moved job : jobs.finish(leases, JobState.DONE)) {
            done.add(job.id());
            count("completed", job.kind());
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
        Optional<Job> dying = jobs.find(lease.jobId())
                .filter(job -> lease.equals(job.lease()))
                .filter(job -> !retry || job.attempt() >= job.maxAttempts());
        dying.ifPresent(job -> lockGroups(List.of(job)));
        Optional<Job> held = jobs.lock(lease);
        held.ifPresent(job -> {
            if (dying.isPresent()) {
                bury(job, cause);
            } else {
                retry(job, cause);
            }
        });
        return held.isPresent();
    }

    private void retry(Job job, String cause) {
        Duration delay = properties.backoff(job.attempt());
        log.warn(
                "{} job {} failed (attempt {} of {}), retried in {}: {}",
                job.kind().wire(),
                job.id(),
                job.attempt(),
                job.maxAttempts(),
                delay,
                cause);
        jobs.retry(job.id(), cause, Intervals.seconds(delay));
        count("retried", job.kind());
    }

    /**
     * The written policy for a group one of whose jobs died: the group is dropped, the rest of its work cancelled. The run
     * and the group's jobs are locked.
     */
    private void bury(Job job, String cause) {
        if (jobs.finish(job.id(), JobState.DEAD, cause).isEmpty()) {
            // Cancelled a moment ago, with another job of its group.
            return;
        }
        log.error(
                "{} job {} is dead after {} attempts; its group {} is dropped and step {} goes on without it: {}",
                job.kind().wire(),
                job.id(),
                job.attempt(),
                job.groupId(),
                job.step(),
                cause);
        jobs.finishGroup(job.groupId(), JobState.CANCELLED, "another job of the group died");
        publisher.publishEvent(new JobDied(job.groupId(), cause));
        String message = job.kind().wire() + " job died: " + cause;
        events.append(
                job.runId(),
                List.of(new NewEvent(
                        EventType.LOG,
                        job.step(),
                        Map.of("level", "error", "message", message, "group", job.groupId()))));
        count("dead", job.kind());
    }

    /** Gives claimed jobs back unharmed, for a worker that shuts down: the attempt does not count. */
    public void release(List<JobLease> leases) {
        if (!leases.isEmpty()) {
            jobs.release(leases);
        }
    }

    /** Cancels what is left of a run's work. @return how many jobs */
    public int cancelRun(String runId) {
        return jobs.finishRun(runId, JobState.CANCELLED).size();
    }

    /**
     * Deletes the jobs of a step, finished ones too, as if they had never been queued. Whoever works on one has lost its
     * lease. Each kind is looked for after the locks of those before it are held, so it has to come after the kinds whose
     * jobs queue some of it as they finish.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void forget(String runId, long step, List<JobKind> kinds) {
        kinds.forEach(kind -> jobs.forget(runId, step, kind));
        jobs.forgetHistory(runId, step);
    }

    @Transactional(readOnly = true)
    public Optional<Job> find(long jobId) {
        return jobs.find(jobId);
    }

    /** Finished jobs of a state, newest first: the dead letters, for one. */
    @Transactional(readOnly = true)
    public Page<Job> history(@Nullable String runId, JobState state, int limit, @Nullable String after) {
        Long before = after == null ? null : Cursors.number(after);
        return Pages.of(jobs.history(runId, state, limit + 1, before), limit, Job::id, Function.identity());
    }

    /** Due and leased jobs by kind: what a scaler looks at. */
    @Transactional(readOnly = true)
    public Map<JobKind, Long> depth() {
        Map<JobKind, Long> depth = new EnumMap<>(JobKind.class);
        for (JobKind kind : JobKind.values()) {
            depth.put(kind, 0L);
        }
        depth.putAll(jobs.depth());
        return depth;
    }

    private void count(String outcome, JobKind kind) {
        meters.counter("geor1.jobs", "outcome", outcome, "kind", kind.wire()).increment();
    }

    /** A job to queue. */
    public record NewJob(
            JobKind kind, String runId, long step, String groupId, int part, int priority, String payloadJson) {}
}

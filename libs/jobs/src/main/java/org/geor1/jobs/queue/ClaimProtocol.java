package org.geor1.jobs.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.geor1.jobs.common.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The statements of the queue. Batches of leases travel as one JSON text, since every one of them must be matched with
 * its own attempt and token.
 *
 * <p>Locks are taken in one order everywhere, so nobody waits for each other: first the run, if the transaction needs it at
 * all, then jobs in the order of their ids, then groups, then rollouts.
 */
final class ClaimProtocol {

    /** The rows of {@code job} that the callers of {@code :leases} still hold, locked in order. */
    private static final String HELD = """
            SELECT j.id FROM job j
            JOIN jsonb_to_recordset(CAST(:leases AS jsonb)) AS l ("jobId" bigint, attempt int, token uuid)
                ON j.id = l."jobId" AND j.attempt = l.attempt AND j.lease_token = l.token
            WHERE j.state = 'leased' ORDER BY j.id FOR UPDATE OF j
            """;

    /** Moves the rows of {@code job} that {@code chosen} names to the history. */
    private static final String MOVE = """
            , gone AS (DELETE FROM job USING chosen WHERE job.id = chosen.id RETURNING job.*)
            INSERT INTO job_history (id, kind, run_id, step, group_id, part, state, payload, attempt, worker, error,
                created_at)
            SELECT id, kind, run_id, step, group_id, part, :state, payload, attempt, lease_owner,
                coalesce(CAST(:error AS text), error), created_at FROM gone
            RETURNING id, kind
            """;

    private static final RowMapper<Job> LIVE = (row, number) -> {
        long id = row.getLong("id");
        int attempt = row.getInt("attempt");
        UUID token = row.getObject("lease_token", UUID.class);
        return job(
                row,
                row.getInt("max_attempts"),
                token == null ? null : new JobLease(id, attempt, token),
                row.getString("lease_owner"),
                null,
                row.getString("trace_parent"));
    };

    private static final RowMapper<Job> FINISHED = (row, number) ->
            job(row, row.getInt("attempt"), null, row.getString("worker"), instant(row, "finished_at"), null);

    private final JdbcClient sql;

    ClaimProtocol(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param jobs a JSON array of {@link JobStore.NewJob} with the names of kinds */
    void enqueue(String jobs, int maxAttempts) {
        sql.sql("""
                        INSERT INTO job (kind, run_id, step, group_id, part, priority, payload, max_attempts, trace_parent)
                        SELECT n.kind, n."runId", n.step, n."groupId", n.part, n.priority, CAST(n."payloadJson" AS jsonb),
                            :maxAttempts, (SELECT trace_parent FROM run WHERE id = n."runId")
                        FROM jsonb_to_recordset(CAST(:jobs AS jsonb)) AS n (kind text, "runId" text, step bigint,
                            "groupId" text, part int, priority int, "payloadJson" text)
                        ON CONFLICT (run_id, step, kind, group_id, part) DO NOTHING""").param("jobs", jobs).param("maxAttempts", maxAttempts).update();
    }

    /** Leased jobs whose lease ran out in their last attempt. */
    List<Job> exhausted(Set<JobKind> kinds) {
        return sql.sql("""
                        SELECT * FROM job
                        WHERE state = 'leased' AND kind IN (:kinds) AND lease_until < now() AND attempt >= max_attempts
                        ORDER BY id""").param("kinds", wire(kinds)).query(LIVE).list();
    }

    /** Locks runs, and then all jobs of groups of theirs. */
    void lockGroups(Collection<String> runIds, Collection<String> groupIds) {
        sql.sql("SELECT id FROM run WHERE id IN (:runIds) ORDER BY id FOR NO KEY UPDATE")
                .param("runIds", runIds)
                .query(String.class)
                .list();
        sql.sql("SELECT id FROM job WHERE group_id IN (:groupIds) ORDER BY id FOR UPDATE")
                .param("groupIds", groupIds)
                .query(Long.class)
                .list();
    }

    /** Leases due and expired jobs, those of the highest priority first. */
    List<Job> claim(Set<JobKind> kinds, String worker, UUID token, int limit, double seconds) {
        return sql.sql("""
                        WITH due AS MATERIALIZED (
                            SELECT id, priority, run_at FROM job
                            WHERE state = 'queued' AND kind IN (:kinds) AND run_at <= now()
                            ORDER BY priority DESC, run_at, id LIMIT :limit FOR UPDATE SKIP LOCKED),
                        expired AS MATERIALIZED (
                            SELECT id, priority, run_at FROM job
                            WHERE state = 'leased' AND kind IN (:kinds) AND lease_until < now()
                                AND attempt < max_attempts
                            ORDER BY lease_until LIMIT :limit FOR UPDATE SKIP LOCKED),
                        chosen AS MATERIALIZED (
                            SELECT id FROM (SELECT * FROM due UNION ALL SELECT * FROM expired) AS candidate
                            ORDER BY priority DESC, run_at, id LIMIT :limit),
                        claimed AS (
                            UPDATE job SET state = 'leased', attempt = attempt + 1, lease_owner = :worker,
                                lease_token = :token, lease_until = now() + make_interval(secs => :seconds)
                            FROM chosen WHERE job.id = chosen.id
                            RETURNING job.*)
                        SELECT * FROM claimed ORDER BY priority DESC, id""")
                .param("kinds", wire(kinds))
                .param("worker", worker)
                .param("token", token)
                .param("limit", limit)
                .param("seconds", seconds)
                .query(LIVE)
                .list();
    }

    List<Long> heartbeat(List<JobLease> leases, double seconds) {
        return held(leases, """
                        UPDATE job SET lease_until = now() + make_interval(secs => :seconds)
                        FROM held WHERE job.id = held.id RETURNING job.id""").param("seconds", seconds).query(Long.class).list();
    }

    /** Gives jobs back; the attempt does not count. */
    void release(List<JobLease> leases) {
        held(leases, """
                        UPDATE job SET state = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL,
                            attempt = attempt - 1
                        FROM held WHERE job.id = held.id""").update();
    }

    /** The job of a lease, locked, if it is still held. */
    Optional<Job> lock(JobLease lease) {
        return held(List.of(lease), "SELECT job.* FROM job JOIN held ON job.id = held.id")
                .query(LIVE)
                .optional();
    }

    private StatementSpec held(List<JobLease> leases, String statement) {
        return sql.sql("WITH held AS MATERIALIZED (" + HELD + ") " + statement).param("leases", Json.write(leases));
    }

    void retry(long id, String error, double delay) {
        sql.sql("""
                        UPDATE job SET state = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL,
                            error = :error, run_at = now() + make_interval(secs => :delay)
                        WHERE id = :id""").param("id", id).param("error", error).param("delay", delay).update();
    }

    List<Moved> finish(List<JobLease> leases, JobState state) {
        return move(HELD, state, null)
                .param("leases", Json.write(leases))
                .query(Moved.ROW)
                .list();
    }

    List<Moved> finish(long id, JobState state, String error) {
        return move("SELECT id FROM job WHERE id = :id FOR UPDATE", state, error)
                .param("id", id)
                .query(Moved.ROW)
                .list();
    }

    List<Moved> finishGroup(String groupId, JobState state, String error) {
        return move("SELECT id FROM job WHERE group_id = :groupId ORDER BY id FOR UPDATE", state, error)
                .param("groupId", groupId)
                .query(Moved.ROW)
                .list();
    }

    List<Moved> finishRun(String runId, JobState state) {
        return move("SELECT id FROM job WHERE run_id = :runId ORDER BY id FOR UPDATE", state, null)
                .param("runId", runId)
                .query(Moved.ROW)
                .list();
    }

    /** Deletes what is left to do of a step, whoever holds it. */
    void forget(String runId, long step, JobKind kind) {
        sql.sql("""
                        WITH chosen AS MATERIALIZED (
                            SELECT id FROM job WHERE run_id = :runId AND step = :step AND kind = :kind
                            ORDER BY id FOR UPDATE)
                        DELETE FROM job USING chosen WHERE job.id = chosen.id""")
                .param("runId", runId)
                .param("step", step)
                .param("kind", kind.wire())
                .update();
    }

    /** Deletes what was done of a step. */
    void forgetHistory(String runId, long step) {
        sql.sql("DELETE FROM job_history WHERE run_id = :runId AND step = :step")
                .param("runId", runId)
                .param("step", step)
                .update();
    }

    private StatementSpec move(String chosen, JobState state, @Nullable String error) {
        return sql.sql("WITH chosen AS MATERIALIZED (" + chosen + ")" + MOVE)
                .param("state", state.wire())
                .param("error", error);
    }

    Optional<Job> find(long id) {
        return sql.sql("SELECT * FROM job WHERE id = :id")
                .param("id", id)
                .query(LIVE)
                .optional()
                .or(() -> sql.sql("SELECT * FROM job_history WHERE id = :id")
                        .param("id", id)
                        .query(FINISHED)
                        .optional());
    }

    /** Finished jobs, newest first. */
    List<Job> history(@Nullable String runId, JobState state, int limit, @Nullable Long before) {
        return sql.sql("""
                        SELECT * FROM job_history
                        WHERE state = :state AND (CAST(:runId AS text) IS NULL OR run_id = :runId)
                            AND (CAST(:before AS bigint) IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :limit""")
                .param("state", state.wire())
                .param("runId", runId)
                .param("before", before)
                .param("limit", limit)
                .query(FINISHED)
                .list();
    }

    /** Number of jobs of each kind that are queued or leased; kinds without any are left out. */
    Map<JobKind, Long> depth() {
        Map<JobKind, Long> depth = new EnumMap<>(JobKind.class);
        sql.sql("SELECT kind, count(*) AS jobs FROM job GROUP BY kind").query(row -> {
            depth.put(JobKind.of(row.getString("kind")), row.getLong("jobs"));
        });
        return depth;
    }

    /** A job that was moved to the history. */
    record Moved(long id, JobKind kind) {

        private static final RowMapper<Moved> ROW =
                (row, number) -> new Moved(row.getLong("id"), JobKind.of(row.getString("kind")));
    }

    private static Job job(
            ResultSet row,
            int maxAttempts,
            @Nullable JobLease lease,
            @Nullable String worker,
            @Nullable Instant finishedAt,
            @Nullable String traceparent)
            throws SQLException {
        return new Job(
                row.getLong("id"),
                JobKind.of(row.getString("kind")),
                row.getString("run_id"),
                row.getLong("step"),
                row.getString("group_id"),
                row.getInt("part"),
                JobState.of(row.getString("state")),
                Json.tree(row.getString("payload")),
                row.getInt("attempt"),
                maxAttempts,
                lease,
                worker,
                row.getString("error"),
                instant(row, "created_at"),
                finishedAt,
                traceparent);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<String> wire(Collection<JobKind> kinds) {
        return kinds.stream().map(JobKind::wire).toList();
    }
}

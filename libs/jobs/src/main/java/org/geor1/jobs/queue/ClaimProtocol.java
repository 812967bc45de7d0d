package org.geor1.jobs.queue;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * The statements of the queue. Batches of leases travel as one JSON text, since every one of them must be matched with
 * its own attempt and token. Rows are locked in id order everywhere, so batches cannot deadlock.
 */
interface JobRepository extends JpaRepository<JobEntity, Long> {

    String LEASES = "jsonb_to_recordset(CAST(:leases AS jsonb)) AS l (\"jobId\" bigint, attempt int, token uuid)";

    /** Restricts {@code job j} to the rows that the callers of {@code :leases} still hold, locked in order. */
    String HELD = "SELECT j.id FROM job j JOIN " + LEASES
            + " ON j.id = l.\"jobId\" AND j.attempt = l.attempt AND j.lease_token = l.token"
            + " WHERE j.state = 'leased' ORDER BY j.id FOR UPDATE OF j";

    String MOVE = " INSERT INTO job_history (id, kind, run_id, step, group_id, part, state, payload, attempt, worker,"
            + " error, created_at) SELECT id, kind, run_id, step, group_id, part, :state, payload, attempt,"
            + " lease_owner, coalesce(CAST(:error AS text), error), created_at FROM gone RETURNING id, kind";

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO job (kind, run_id, step, group_id, part, priority, payload, max_attempts)
                    SELECT n.kind, n."runId", n.step, n."groupId", n.part, n.priority, CAST(n."payloadJson" AS jsonb),
                        :maxAttempts
                    FROM jsonb_to_recordset(CAST(:jobs AS jsonb)) AS n (kind text, "runId" text, step bigint,
                        "groupId" text, part int, priority int, "payloadJson" text)
                    ON CONFLICT (run_id, step, kind, group_id, part) DO NOTHING""")
    int enqueue(String jobs, int maxAttempts);

    @Query(nativeQuery = true, value = """
                    WITH due AS MATERIALIZED (
                        SELECT id, priority, run_at FROM job
                        WHERE state = 'queued' AND kind IN (:kinds) AND run_at <= now()
                        ORDER BY priority DESC, run_at, id LIMIT :limit FOR UPDATE SKIP LOCKED),
                    expired AS MATERIALIZED (
                        SELECT id, priority, run_at FROM job
                        WHERE state = 'leased' AND kind IN (:kinds) AND lease_until < now() AND attempt < max_attempts
                        ORDER BY lease_until LIMIT :limit FOR UPDATE SKIP LOCKED),
                    chosen AS MATERIALIZED (
                        SELECT id FROM (SELECT * FROM due UNION ALL SELECT * FROM expired) AS candidate
                        ORDER BY priority DESC, run_at, id LIMIT :limit)
                    UPDATE job SET state = 'leased', attempt = attempt + 1, lease_owner = :worker,
                        lease_token = :token, lease_until = now() + make_interval(secs => :seconds)
                    FROM chosen WHERE job.id = chosen.id
                    RETURNING job.*""")
    List<JobEntity> claim(Collection<String> kinds, String worker, UUID token, int limit, double seconds);

    /** Jobs that nobody can be given any more: the last attempt's worker vanished. */
    @Query(nativeQuery = true, value = """
                    SELECT id FROM job
                    WHERE state = 'leased' AND kind IN (:kinds) AND lease_until < now() AND attempt >= max_attempts
                    ORDER BY id FOR UPDATE SKIP LOCKED""")
    List<Long> exhausted(Collection<String> kinds);

    @Query(
            nativeQuery = true,
            value = "WITH held AS MATERIALIZED (" + HELD
                    + ") UPDATE job SET lease_until = now() + make_interval(secs => :seconds)"
                    + " FROM held WHERE job.id = held.id RETURNING job.id")
    List<Long> heartbeat(String leases, double seconds);

    @Query(nativeQuery = true, value = HELD)
    List<Long> lockHeld(String leases);

    @Query(
            nativeQuery = true,
            value = "WITH held AS MATERIALIZED (" + HELD
                    + "), gone AS (DELETE FROM job USING held WHERE job.id = held.id RETURNING job.*)" + MOVE)
    List<Moved> finishHeld(String leases, String state, @Nullable String error);

    @Query(
            nativeQuery = true,
            value = "WITH gone AS (DELETE FROM job WHERE id IN (SELECT id FROM job WHERE id = :id FOR UPDATE)"
                    + " RETURNING *)" + MOVE)
    List<Moved> finish(long id, String state, @Nullable String error);

    @Query(
            nativeQuery = true,
            value = "WITH gone AS (DELETE FROM job WHERE id IN (SELECT id FROM job WHERE group_id = :groupId"
                    + " ORDER BY id FOR UPDATE) RETURNING *)" + MOVE)
    List<Moved> finishGroup(String groupId, String state, @Nullable String error);

    @Query(
            nativeQuery = true,
            value = "WITH gone AS (DELETE FROM job WHERE id IN (SELECT id FROM job WHERE run_id = :runId"
                    + " ORDER BY id FOR UPDATE) RETURNING *)" + MOVE)
    List<Moved> finishRun(String runId, String state, @Nullable String error);

    @Modifying
    @Query(nativeQuery = true, value = """
                    UPDATE job SET state = 'queued', lease_owner = NULL, lease_token = NULL, lease_until = NULL,
                        error = :error, run_at = now() + make_interval(secs => :delay)
                    WHERE id = :id""")
    int retry(long id, String error, double delay);

    @Query(
            nativeQuery = true,
            value = "WITH held AS MATERIALIZED (" + HELD + ") UPDATE job SET state = 'queued', lease_owner = NULL,"
                    + " lease_token = NULL, lease_until = NULL, attempt = attempt - 1"
                    + " FROM held WHERE job.id = held.id RETURNING job.id")
    List<Long> release(String leases);

    @Query(nativeQuery = true, value = "SELECT kind, count(*) AS jobs FROM job GROUP BY kind")
    List<Depth> depth();

    /** A job that has left the hot table. */
    interface Moved {
        long getId();

        String getKind();
    }

    interface Depth {
        String getKind();

        long getJobs();
    }
}

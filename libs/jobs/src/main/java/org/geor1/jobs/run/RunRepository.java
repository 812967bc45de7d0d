package org.geor1.jobs.run;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface RunRepository extends JpaRepository<RunEntity, String> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from RunEntity r where r.id = :id")
    Optional<RunEntity> lock(String id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query(
            "select r from RunEntity r where r.id = :id and r.ownerEpoch = :epoch and r.state = org.geor1.jobs.run.RunState.RUNNING")
    Optional<RunEntity> lockOwned(String id, long epoch);

    Optional<RunEntity> findFirstByOrderByIdDesc();

    @Query("""
            select r from RunEntity r
            where (:experiment is null or r.experiment = :experiment) and (:state is null or r.state = :state)
              and (:after is null or r.id < :after)
            order by r.id desc""")
    List<RunEntity> page(@Nullable String experiment, @Nullable RunState state, @Nullable String after, Limit limit);

    /** In the order in which {@link #adopt} takes them; what runs is before all of them. */
    @Query(nativeQuery = true, value = """
                    SELECT id, position, behind FROM (
                        SELECT id, state, row_number() OVER (PARTITION BY state ORDER BY created_at, id) AS position,
                            lag(id) OVER (ORDER BY (state = 'running') DESC, created_at, id) AS behind
                        FROM run WHERE state IN ('queued', 'running')) AS line
                    WHERE state = 'queued' ORDER BY position""")
    List<Place> queue();

    /** A place in the queue. */
    interface Place {
        String getId();

        int getPosition();

        @Nullable
        String getBehind();
    }

    /** Runs whose trainer vanished come before queued ones: they are half done. */
    @Query(nativeQuery = true, value = """
                    WITH candidate AS MATERIALIZED (
                        SELECT id FROM run
                        WHERE state = 'queued' OR (state = 'running' AND (owned_until IS NULL OR owned_until < now()))
                        ORDER BY (state = 'running') DESC, created_at, id
                        LIMIT 1 FOR UPDATE SKIP LOCKED)
                    UPDATE run SET state = 'running', owner = :owner, owner_epoch = owner_epoch + 1,
                        owned_until = now() + make_interval(secs => :seconds), started_at = coalesce(started_at, now())
                    FROM candidate WHERE run.id = candidate.id
                    RETURNING run.*""")
    List<RunEntity> adopt(String owner, double seconds);

    @Modifying
    @Query(nativeQuery = true, value = """
                    UPDATE run SET owned_until = now() + make_interval(secs => :seconds)
                    WHERE id = :id AND owner_epoch = :epoch AND state = 'running'""")
    int heartbeat(String id, long epoch, double seconds);

    /** Takes the run from its trainer: the epoch grows, so nothing the trainer still writes is accepted. */
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE run SET state = :state, requested = NULL, pause_reason = NULL, owner = NULL, owned_until = NULL,
                        owner_epoch = owner_epoch + 1, error = coalesce(CAST(:error AS text), error),
                        result = coalesce(CAST(:result AS jsonb), result),
                        finished_at = CASE WHEN :terminal THEN now() END
                    WHERE id = :id""")
    int move(String id, String state, boolean terminal, @Nullable String error, @Nullable String result);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE run SET state = 'paused', pause_reason = :reason, owner = NULL, owned_until = NULL,
                        owner_epoch = owner_epoch + 1
                    WHERE id = :id AND owner_epoch = :epoch AND state = 'running'""")
    int suspend(String id, long epoch, String reason);

    /** Those that {@link #adopt} would take. */
    @Query(nativeQuery = true, value = """
                    UPDATE run SET state = 'paused', pause_reason = :reason, owner = NULL, owned_until = NULL,
                        owner_epoch = owner_epoch + 1
                    WHERE state = 'queued' OR (state = 'running' AND (owned_until IS NULL OR owned_until < now()))
                    RETURNING id""")
    List<String> suspendWaiting(String reason);

    @Query(nativeQuery = true, value = """
                    UPDATE run SET state = 'queued', pause_reason = NULL WHERE pause_reason IS NOT NULL RETURNING id""")
    List<String> resumeSuspended();

    @Query("select min(r.pauseReason) from RunEntity r where r.pauseReason is not null")
    @Nullable
    String obstacle();

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE run SET owner = NULL, owned_until = NULL, owner_epoch = owner_epoch + 1
                    WHERE id = :id AND owner_epoch = :epoch AND state = 'running'""")
    int release(String id, long epoch);

    @Query(nativeQuery = true, value = "SELECT coalesce(owned_until > now(), false) FROM run WHERE id = :id")
    boolean driven(String id);
}

package org.geor1.jobs.checkpoint;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface CheckpointRepository extends JpaRepository<CheckpointEntity, String> {

    List<CheckpointEntity> findByRunIdOrderByStepDesc(String runId);

    Optional<CheckpointEntity> findFirstByRunIdOrderByStepDesc(String runId);

    Optional<CheckpointEntity> findByRunIdAndStep(String runId, long step);

    List<CheckpointEntity> findTop200ByHasWeightsTrueOrderByPromotedDescIdDesc();

    /** The step that a run which ended named as its best. */
    @Query(nativeQuery = true, value = "SELECT CAST(result ->> 'best_step' AS bigint) FROM run WHERE id = :runId")
    Optional<Long> bestStep(String runId);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("update CheckpointEntity c set c.promoted = true where c.id = :id")
    int promote(String id);

    /**
     * Until the transaction ends nothing is retired: what it reads as present stays, and what it writes is seen by the
     * next retirement.
     */
    @Query(nativeQuery = true, value = "SELECT CAST(pg_advisory_xact_lock(7120251) AS text)")
    String hold();

    /**
     * What of the run's artifacts no rule of {@link Retention#expendable} spares, and no other run needs.
     * A run that is not over keeps the version it starts from, to which it returns when it has no checkpoint yet, and the
     * policies that the groups of its open steps are still drawn from.
     */
    @Query(nativeQuery = true, value = """
                    WITH mine AS (
                        SELECT artifact FROM policy_version WHERE run_id = :runId
                        UNION SELECT policy_artifact FROM checkpoint WHERE run_id = :runId
                        UNION SELECT state_artifact FROM checkpoint WHERE run_id = :runId),
                    ranked AS (
                        SELECT c.policy_artifact, c.state_artifact, c.step,
                            row_number() OVER (PARTITION BY c.run_id ORDER BY c.step DESC) AS age,
                            c.promoted OR EXISTS (SELECT FROM run child WHERE child.parent_checkpoint = c.id
                                AND child.state IN ('queued', 'running', 'paused')) AS spared,
                            CAST(run.config #>> ARRAY['method', run.kind, 'save_total_limit'] AS bigint) AS total,
                            CAST(run.config #>> ARRAY['method', run.kind, 'keep_every'] AS bigint) AS every,
                            CASE WHEN run.config #>> ARRAY['method', run.kind, 'early_stopping_patience'] IS NOT NULL
                                THEN (SELECT m.step FROM metric m WHERE m.run_id = c.run_id AND m.key = 'eval_loss'
                                    ORDER BY m.value, m.step LIMIT 1) END AS best
                        FROM checkpoint c JOIN run ON run.id = c.run_id),
                    needed AS (
                        SELECT artifact FROM (SELECT artifact, row_number() OVER (PARTITION BY run_id ORDER BY version DESC) AS age
                            FROM policy_version) AS policy WHERE age <= :keep
                        UNION SELECT policy_version.artifact FROM policy_version JOIN run ON run.id = run_id
                            WHERE version = start_step AND state IN ('queued', 'running', 'paused')
                        UNION SELECT artifact FROM policy_version JOIN run ON run.id = run_id
                            JOIN run_step ON run_step.run_id = run.id AND run_step.policy_version = version
                            WHERE run_step.state = 'open' AND run.state IN ('queued', 'running', 'paused')
                        UNION SELECT policy_artifact FROM ranked
                            WHERE spared OR total IS NULL OR age <= total OR step % every = 0 OR step = best
                        UNION SELECT state_artifact FROM ranked WHERE spared OR age <= :keep)
                    UPDATE artifact SET deleted_at = now()
                    WHERE deleted_at IS NULL AND sha256 <> :inUse AND sha256 IN (SELECT artifact FROM mine EXCEPT SELECT artifact FROM needed)
                    RETURNING sha256""")
    List<String> retire(String runId, int keep, String inUse);

    @Query(nativeQuery = true, value = """
                    SELECT sha256 FROM artifact WHERE deleted_at IS NOT NULL AND sha256 IN (
                        SELECT artifact FROM policy_version WHERE run_id = :runId
                        UNION SELECT policy_artifact FROM checkpoint WHERE run_id = :runId
                        UNION SELECT state_artifact FROM checkpoint WHERE run_id = :runId)""")
    List<String> retired(String runId);
}

package org.geor1.jobs.postgres;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface StepRepository extends JpaRepository<StepEntity, StepEntity.StepKey> {

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO run_step (run_id, step, state, policy_version) VALUES (:runId, :step, 'open', :policyVersion)
                    ON CONFLICT (run_id, step) DO NOTHING""")
    int open(String runId, long step, long policyVersion);

    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE run_step SET state = 'committed', committed_at = now(), owner_epoch = :epoch
                    WHERE run_id = :runId AND step = :step AND state = 'open'""")
    int commit(String runId, long step, long epoch);

    @Query("select s from StepEntity s where s.key.runId = :runId and s.state = 'committed' order by s.key.step")
    List<StepEntity> committed(String runId);

    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
                    INSERT INTO policy_version (run_id, version, artifact) VALUES (:runId, :version, :artifact)
                    ON CONFLICT (run_id, version) DO NOTHING""")
    int publish(String runId, long version, String artifact);

    @Query(
            nativeQuery = true,
            value = "SELECT artifact FROM policy_version WHERE run_id = :runId AND version = :version")
    Optional<String> policyArtifact(String runId, long version);

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO artifact (sha256, name, size, manifest) VALUES (:sha256, :name, :size, CAST(:manifest AS jsonb))
                    ON CONFLICT (sha256) DO UPDATE SET deleted_at = NULL""")
    int register(String sha256, String name, long size, String manifest);

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO metric (run_id, key, step, value)
                    SELECT :runId, m.key, :step, CAST(m.value AS double precision)
                    FROM jsonb_each_text(CAST(:metrics AS jsonb)) AS m (key, value)""")
    int metrics(String runId, long step, String metrics);

    /**
     * Until the transaction ends nothing is retired: what it reads as present stays, and what it writes is seen by the
     * next retirement.
     */
    @Query(nativeQuery = true, value = "SELECT CAST(pg_advisory_xact_lock(7120251) AS text)")
    String holdRetention();

    /**
     * What of the run's artifacts no rule of {@link org.geor1.jobs.StepStore#expendable} spares, and no other run needs.
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

package org.geor1.jobs.checkpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geor1.jobs.common.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Removes artifacts that no run needs. What a run needs is said by {@link RunArtifacts}. */
@Transactional
public class Retention {

    private static final TypeReference<List<RunArtifacts.Policy>> POLICIES = new TypeReference<>() {};
    private static final TypeReference<List<RunArtifacts.Saved>> CHECKPOINTS = new TypeReference<>() {};
    private static final TypeReference<Set<Long>> VERSIONS = new TypeReference<>() {};

    /** What policy versions and checkpoints of the run name. */
    private static final String MINE = """
            mine AS (
                SELECT artifact FROM policy_version WHERE run_id = :runId
                UNION SELECT policy_artifact FROM checkpoint WHERE run_id = :runId
                UNION SELECT state_artifact FROM checkpoint WHERE run_id = :runId)
            """;

    private final JdbcClient sql;

    Retention(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Until the transaction ends nothing is retired: what it reads as present stays, and what it writes is seen by the
     * next retirement.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold() {
        lock();
    }

    /**
     * Artifacts that retention may remove, and from now on counts as removed: policies of the run older than its last
     * {@code keep} versions that no checkpoint names, weights of checkpoints beyond the run's {@code save_total_limit},
     * and training states older than its last {@code keep} checkpoints. Checkpoints that are promoted, that have the
     * lowest held-out loss of a run that may stop early, or that a run which is not over started from are spared.
     *
     * @param inUse an artifact that a session of the run still reads, or the empty text
     */
    public List<String> expendable(String runId, int keep, String inUse) {
        lock();
        Set<String> expendable = new HashSet<>(present(runId));
        expendable.remove(inUse);
        if (!expendable.isEmpty()) {
            sharing(runId).forEach(run -> expendable.removeAll(run.needed(keep)));
        }
        if (expendable.isEmpty()) {
            return List.of();
        }
        return sql.sql("""
                        UPDATE artifact SET deleted_at = now() WHERE deleted_at IS NULL AND sha256 IN (:expendable)
                        RETURNING sha256""").param("expendable", expendable).query(String.class).list();
    }

    /** Artifacts of the run that retention has removed, or was about to when it was cut short. */
    @Transactional(readOnly = true)
    public List<String> retired(String runId) {
        return sql.sql("WITH " + MINE + """
                        SELECT sha256 FROM artifact
                        WHERE deleted_at IS NOT NULL AND sha256 IN (SELECT artifact FROM mine)""")
                .param("runId", runId)
                .query(String.class)
                .list();
    }

    private void lock() {
        sql.sql("SELECT CAST(pg_advisory_xact_lock(7120251) AS text)")
                .query((row, number) -> "")
                .list();
    }

    private List<String> present(String runId) {
        return sql.sql("WITH " + MINE + """
                        SELECT sha256 FROM artifact
                        WHERE deleted_at IS NULL AND sha256 IN (SELECT artifact FROM mine)""")
                .param("runId", runId)
                .query(String.class)
                .list();
    }

    /**
     * The run and all that share an artifact with it, read by one statement and so at one moment. Of each run
     * only what refers to an artifact that is still there.
     */
    private List<RunArtifacts> sharing(String runId) {
        return sql.sql("WITH " + MINE + """
                        , present AS (
                            SELECT sha256 FROM artifact
                            WHERE deleted_at IS NULL AND sha256 IN (SELECT artifact FROM mine)),
                        policy AS (
                            SELECT * FROM (
                                SELECT run_id, version, artifact,
                                    row_number() OVER (PARTITION BY run_id ORDER BY version DESC) AS age
                                FROM policy_version) AS aged
                            WHERE artifact IN (SELECT sha256 FROM present)),
                        saved AS (
                            SELECT * FROM (
                                SELECT run_id, step, policy_artifact, state_artifact,
                                    row_number() OVER (PARTITION BY run_id ORDER BY step DESC) AS age,
                                    promoted OR EXISTS (SELECT FROM run child WHERE child.parent_checkpoint = checkpoint.id
                                        AND child.state IN ('queued', 'running', 'paused')) AS spared
                                FROM checkpoint) AS aged
                            WHERE policy_artifact IN (SELECT sha256 FROM present)
                                OR state_artifact IN (SELECT sha256 FROM present))
                        SELECT state IN ('queued', 'running', 'paused') AS unfinished, start_step,
                            CAST(config #>> ARRAY['method', kind, 'save_total_limit'] AS bigint) AS save_total_limit,
                            CAST(config #>> ARRAY['method', kind, 'keep_every'] AS bigint) AS keep_every,
                            CASE WHEN config #>> ARRAY['method', kind, 'early_stopping_patience'] IS NOT NULL
                                THEN (SELECT m.step FROM metric m WHERE m.run_id = run.id AND m.key = 'eval_loss'
                                    ORDER BY m.value, m.step LIMIT 1) END AS best_step,
                            (SELECT coalesce(jsonb_agg(policy_version), '[]') FROM run_step
                                WHERE run_id = run.id AND run_step.state = 'open') AS drawn_from,
                            (SELECT coalesce(jsonb_agg(jsonb_build_object('version', version, 'age', age,
                                    'artifact', artifact)), '[]')
                                FROM policy WHERE run_id = run.id) AS policies,
                            (SELECT coalesce(jsonb_agg(jsonb_build_object('step', step, 'age', age, 'spared', spared,
                                    'policyArtifact', policy_artifact, 'stateArtifact', state_artifact)), '[]')
                                FROM saved WHERE run_id = run.id) AS checkpoints
                        FROM run
                        WHERE id IN (SELECT run_id FROM policy UNION SELECT run_id FROM saved)""")
                .param("runId", runId)
                .query((row, number) -> read(row))
                .list();
    }

    private static RunArtifacts read(ResultSet row) throws SQLException {
        return new RunArtifacts(
                row.getBoolean("unfinished"),
                row.getLong("start_step"),
                Json.read(row.getString("drawn_from"), VERSIONS),
                number(row, "save_total_limit"),
                number(row, "keep_every"),
                number(row, "best_step"),
                Json.read(row.getString("policies"), POLICIES),
                Json.read(row.getString("checkpoints"), CHECKPOINTS));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}

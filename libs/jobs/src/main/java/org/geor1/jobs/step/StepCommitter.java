package org.geor1.jobs.step;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statements around the commit point. A step's row goes from open to committed only once; everything else that
 * becomes true with the step is written in the same transaction.
 */
final class StepCommitter {

    private final JdbcClient sql;

    StepCommitter(JdbcClient sql) {
        this.sql = sql;
    }

    /** @return whether the step was not there yet */
    boolean open(String runId, long step, long policyVersion) {
        return sql.sql("""
                        INSERT INTO run_step (run_id, step, state, policy_version)
                        VALUES (:runId, :step, 'open', :policyVersion)
                        ON CONFLICT (run_id, step) DO NOTHING""")
                        .param("runId", runId)
                        .param("step", step)
                        .param("policyVersion", policyVersion)
                        .update()
                == 1;
    }

    /** Steps that are drawn from a policy version which is not committed, ascending. */
    List<Long> openedAhead(String runId, long committed) {
        return sql.sql("""
                        SELECT step FROM run_step
                        WHERE run_id = :runId AND state = 'open' AND policy_version > :committed ORDER BY step""")
                .param("runId", runId)
                .param("committed", committed)
                .query(Long.class)
                .list();
    }

    void forget(String runId, long step) {
        sql.sql("DELETE FROM run_step WHERE run_id = :runId AND step = :step AND state = 'open'")
                .param("runId", runId)
                .param("step", step)
                .update();
    }

    /** @return whether the step was open */
    boolean commit(String runId, long step, long epoch) {
        return sql.sql("""
                        UPDATE run_step SET state = 'committed', committed_at = now(), owner_epoch = :epoch
                        WHERE run_id = :runId AND step = :step AND state = 'open'""")
                        .param("runId", runId)
                        .param("step", step)
                        .param("epoch", epoch)
                        .update()
                == 1;
    }

    /** Publishes a policy version. One that is there stays as it is. */
    void publish(String runId, long version, String artifact) {
        sql.sql("""
                        INSERT INTO policy_version (run_id, version, artifact) VALUES (:runId, :version, :artifact)
                        ON CONFLICT (run_id, version) DO NOTHING""")
                .param("runId", runId)
                .param("version", version)
                .param("artifact", artifact)
                .update();
    }

    Optional<String> policyArtifact(String runId, long version) {
        return sql.sql("SELECT artifact FROM policy_version WHERE run_id = :runId AND version = :version")
                .param("runId", runId)
                .param("version", version)
                .query(String.class)
                .optional();
    }

    /** Committed steps, ascending. */
    List<Step> committed(String runId) {
        return sql.sql("""
                        SELECT step, policy_version, committed_at FROM run_step
                        WHERE run_id = :runId AND state = 'committed' ORDER BY step""")
                .param("runId", runId)
                .query((row, number) -> new Step(
                        runId,
                        row.getLong("step"),
                        row.getLong("policy_version"),
                        row.getObject("committed_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}

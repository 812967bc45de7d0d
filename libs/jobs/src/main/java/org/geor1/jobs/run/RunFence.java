package org.geor1.jobs.run;

import org.geor1.jobs.run.RunStore.RunLease;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The fence around all that a trainer writes for its run. The epoch of a run grows whenever it changes hands, so a
 * trainer that lost its run holds an old one and writes nothing.
 */
@Transactional(propagation = Propagation.MANDATORY)
public class RunFence {

    private final JdbcClient sql;

    RunFence(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Locks the run for its owner until the transaction ends.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public Held hold(RunLease lease) {
        return sql.sql("""
                        SELECT id, start_step, current_step FROM run
                        WHERE id = :id AND owner_epoch = :epoch AND state = 'running' FOR NO KEY UPDATE""")
                .param("id", lease.runId())
                .param("epoch", lease.epoch())
                .query((row, number) ->
                        new Held(row.getString("id"), row.getLong("start_step"), row.getLong("current_step")))
                .optional()
                .orElseThrow(() -> RunStore.lost(lease));
    }

    /** Makes {@code step} the last committed step of a run that the transaction holds. */
    public void advance(Held run, long step) {
        sql.sql("UPDATE run SET current_step = :step WHERE id = :id")
                .param("step", step)
                .param("id", run.id())
                .update();
    }

    /** A run that is locked and still the trainer's. */
    public record Held(String id, long startStep, long currentStep) {}
}

package org.geor1.jobs.rollout;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statements by which the results of jobs come together in groups, and groups leave their step. A group moves only
 * from the state that a statement names, so each move happens once.
 */
final class FanIn {

    private final JdbcClient sql;

    FanIn(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param groups a JSON array of groups with their prompts, truths and numbers of jobs */
    void open(String runId, long step, long policyVersion, String groups) {
        sql.sql("""
                        INSERT INTO rollout_group (id, run_id, step, idx, policy_version, state, pending_jobs, prompt, truth)
                        SELECT n.id, :runId, :step, n.idx, :policyVersion, 'open', n.jobs, n.prompt, n.truth
                        FROM jsonb_to_recordset(CAST(:groups AS jsonb)) AS n (id text, idx int, jobs int, prompt jsonb,
                            truth jsonb)""")
                .param("runId", runId)
                .param("step", step)
                .param("policyVersion", policyVersion)
                .param("groups", groups)
                .update();
    }

    /**
     * Counts jobs of groups down, in id order. The lock must be NO KEY: each inserted rollout holds a key-share lock on
     * its group, and two writers of one group would wait for each other.
     *
     * @param counts a JSON array of groups with their numbers of finished jobs
     * @return the groups that are complete by it
     */
    List<String> countDown(String counts) {
        return sql.sql("""
                        WITH done AS MATERIALIZED (
                            SELECT g.id, d.jobs FROM rollout_group g
                            JOIN jsonb_to_recordset(CAST(:counts AS jsonb)) AS d (id text, jobs int) ON d.id = g.id
                            WHERE g.state = 'open' ORDER BY g.id FOR NO KEY UPDATE OF g),
                        counted AS (
                            UPDATE rollout_group g SET pending_jobs = g.pending_jobs - done.jobs,
                                state = CASE WHEN g.pending_jobs = done.jobs THEN 'generated' ELSE g.state END
                            FROM done WHERE g.id = done.id RETURNING g.id, g.pending_jobs)
                        SELECT id FROM counted WHERE pending_jobs = 0""").param("counts", counts).query(String.class).list();
    }

    /** @param scores a JSON array of {@link RolloutStore.RolloutScore} */
    void score(Collection<String> groups, String scores) {
        sql.sql("""
                        UPDATE rollout r SET answer = s.answer, rewards = s.rewards, reward = s.reward,
                            flags = ARRAY(SELECT jsonb_array_elements_text(s.flags))
                        FROM jsonb_to_recordset(CAST(:scores AS jsonb)) AS s ("rolloutId" text, answer text,
                            rewards jsonb, reward double precision, flags jsonb)
                        WHERE r.id = s."rolloutId\"""").param("scores", scores).update();
        sql.sql("UPDATE rollout_group SET state = 'scored' WHERE id IN (:groups) AND state = 'generated'")
                .param("groups", groups)
                .update();
    }

    /** Drops a group whose work is not done. */
    void drop(String group, String cause) {
        sql.sql("""
                        UPDATE rollout_group SET state = 'dropped', error = :cause
                        WHERE id = :id AND state IN ('open', 'generated')""").param("id", group).param("cause", cause).update();
    }

    /** Takes scored groups out of their step. @return how many of them were scored */
    int leaveOut(String runId, long step, Collection<String> groups, GroupState state, @Nullable String cause) {
        return sql.sql("""
                        UPDATE rollout_group SET state = :state, error = CAST(:cause AS text)
                        WHERE run_id = :runId AND step = :step AND id IN (:groups) AND state = 'scored'""")
                .param("runId", runId)
                .param("step", step)
                .param("groups", groups)
                .param("state", state.wire())
                .param("cause", cause)
                .update();
    }

    void flag(Collection<String> groups, String flag) {
        sql.sql("""
                        UPDATE rollout SET flags = array_append(flags, CAST(:flag AS varchar))
                        WHERE group_id IN (:groups)""").param("groups", groups).param("flag", flag).update();
    }

    /** @param advantages a JSON object from rollout ids to numbers */
    void consume(String runId, long step, String advantages) {
        sql.sql("""
                        UPDATE rollout r SET advantage = CAST(a.value AS double precision)
                        FROM jsonb_each_text(CAST(:advantages AS jsonb)) AS a (id, value)
                        WHERE r.id = a.id AND r.run_id = :runId AND r.step = :step""")
                .param("runId", runId)
                .param("step", step)
                .param("advantages", advantages)
                .update();
        sql.sql("""
                        UPDATE rollout_group SET state = 'consumed'
                        WHERE run_id = :runId AND step = :step AND state = 'scored'""").param("runId", runId).param("step", step).update();
    }

    /** Deletes the groups of a step with their rollouts. */
    void forget(String runId, long step) {
        sql.sql("DELETE FROM rollout_group WHERE run_id = :runId AND step = :step")
                .param("runId", runId)
                .param("step", step)
                .update();
    }

    StepProgress progress(String runId, long step) {
        return sql.sql("""
                        SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('open', 'generated')) AS pending,
                            count(*) FILTER (WHERE state IN ('scored', 'consumed')) AS scored,
                            count(*) FILTER (WHERE state = 'dropped') AS dropped, max(error) AS error
                        FROM rollout_group WHERE run_id = :runId AND step = :step""")
                .param("runId", runId)
                .param("step", step)
                .query((row, number) -> new StepProgress(
                        row.getInt("total"),
                        row.getInt("pending"),
                        row.getInt("scored"),
                        row.getInt("dropped"),
                        row.getString("error")))
                .single();
    }
}

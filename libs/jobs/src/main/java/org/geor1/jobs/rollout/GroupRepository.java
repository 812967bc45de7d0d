package org.geor1.jobs.rollout;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface GroupRepository extends JpaRepository<GroupEntity, String> {

    List<GroupEntity> findByRunIdAndStepOrderByIdx(String runId, long step);

    /**
     * Counts jobs of groups down, in id order; returns the groups that are complete by it. The lock must be NO KEY: each
     * inserted rollout holds a key-share lock on its group, and two writers of one group would wait for each other.
     */
    @Query(nativeQuery = true, value = """
                    WITH done AS MATERIALIZED (
                        SELECT g.id, d.jobs FROM rollout_group g
                        JOIN jsonb_to_recordset(CAST(:counts AS jsonb)) AS d (id text, jobs int) ON d.id = g.id
                        WHERE g.state = 'open' ORDER BY g.id FOR NO KEY UPDATE OF g),
                    counted AS (
                        UPDATE rollout_group g SET pending_jobs = g.pending_jobs - done.jobs,
                            state = CASE WHEN g.pending_jobs = done.jobs THEN 'generated' ELSE g.state END
                        FROM done WHERE g.id = done.id RETURNING g.id, g.pending_jobs)
                    SELECT id FROM counted WHERE pending_jobs = 0""")
    List<String> countDown(String counts);

    @Modifying(flushAutomatically = true)
    @Query(
            nativeQuery = true,
            value = "UPDATE rollout_group SET state = 'scored' WHERE id IN (:ids) AND state = 'generated'")
    int score(Collection<String> ids);

    @Modifying(flushAutomatically = true)
    @Query(
            nativeQuery = true,
            value = "UPDATE rollout_group SET state = 'dropped', error = :cause WHERE id = :id"
                    + " AND state IN ('open', 'generated')")
    int drop(String id, String cause);

    /** Takes scored groups out of their step. */
    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE rollout_group SET state = :state, error = CAST(:cause AS text)
                    WHERE run_id = :runId AND step = :step AND id IN (:ids) AND state = 'scored'""")
    int leaveOut(String runId, long step, Collection<String> ids, String state, @Nullable String cause);

    @Modifying(flushAutomatically = true)
    @Query(
            nativeQuery = true,
            value = "UPDATE rollout_group SET state = 'consumed'"
                    + " WHERE run_id = :runId AND step = :step AND state = 'scored'")
    int consume(String runId, long step);

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO rollout_group (id, run_id, step, idx, policy_version, state, pending_jobs, prompt, truth)
                    SELECT n.id, :runId, :step, n.idx, :policyVersion, 'open', n.jobs, n.prompt, n.truth
                    FROM jsonb_to_recordset(CAST(:groups AS jsonb)) AS n (id text, idx int, jobs int, prompt jsonb,
                        truth jsonb)""")
    int open(String runId, long step, long policyVersion, String groups);

    @Query(nativeQuery = true, value = """
                    SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('open', 'generated')) AS pending,
                        count(*) FILTER (WHERE state IN ('scored', 'consumed')) AS scored,
                        count(*) FILTER (WHERE state = 'dropped') AS dropped, max(error) AS error
                    FROM rollout_group WHERE run_id = :runId AND step = :step""")
    Progress progress(String runId, long step);

    interface Progress {
        int getTotal();

        int getPending();

        int getScored();

        int getDropped();

        @Nullable
        String getError();
    }
}

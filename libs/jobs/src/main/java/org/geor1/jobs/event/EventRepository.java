package org.geor1.jobs.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface EventRepository extends JpaRepository<EventEntity, Long> {

    List<EventEntity> findByRunIdAndIdGreaterThanOrderById(String runId, long id, Limit limit);

    @Query("""
            select e from EventEntity e
            where e.runId = :runId and (:type is null or e.type = :type) and (:before is null or e.id < :before)
            order by e.id desc""")
    List<EventEntity> page(String runId, @Nullable EventType type, @Nullable Long before, Limit limit);

    @Query("select coalesce(max(e.id), 0) from EventEntity e where e.runId = :runId")
    long lastId(String runId);

    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
                    INSERT INTO run_event (run_id, type, step, payload)
                    SELECT :runId, e.type, e.step, e.payload
                    FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS e (type text, step bigint, payload jsonb)""")
    void append(String runId, String events);

    /** Serializes the writers of one run's events; see the table's comment. */
    @Query(nativeQuery = true, value = "SELECT id FROM run WHERE id = :runId FOR NO KEY UPDATE")
    String lockRun(String runId);
}

package org.geor1.jobs.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface JobHistoryRepository extends JpaRepository<JobHistoryEntity, Long> {

    @Query("""
            select j from JobHistoryEntity j
            where j.state = :state and (:runId is null or j.runId = :runId) and (:before is null or j.id < :before)
            order by j.id desc""")
    List<JobHistoryEntity> page(String state, @Nullable String runId, @Nullable Long before, Limit limit);
}

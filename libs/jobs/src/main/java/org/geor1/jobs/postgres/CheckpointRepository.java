package org.geor1.jobs.postgres;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface CheckpointRepository extends JpaRepository<CheckpointEntity, String> {

    List<CheckpointEntity> findByRunIdOrderByStepDesc(String runId);

    Optional<CheckpointEntity> findFirstByRunIdOrderByStepDesc(String runId);

    Optional<CheckpointEntity> findByRunIdAndStep(String runId, long step);

    List<CheckpointEntity> findTop200ByOrderByIdDesc();

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("update CheckpointEntity c set c.promoted = (c.id = :id) where c.runId = :runId")
    int promote(String runId, String id);
}

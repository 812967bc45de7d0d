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
}

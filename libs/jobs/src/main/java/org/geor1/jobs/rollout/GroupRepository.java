package org.geor1.jobs.rollout;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface GroupRepository extends JpaRepository<GroupEntity, String> {

    List<GroupEntity> findByRunIdAndStepOrderByIdx(String runId, long step);
}

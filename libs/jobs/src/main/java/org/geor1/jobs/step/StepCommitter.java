package org.geor1.jobs.step;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface StepRepository extends JpaRepository<StepEntity, StepEntity.StepKey> {

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO run_step (run_id, step, state, policy_version) VALUES (:runId, :step, 'open', :policyVersion)
                    ON CONFLICT (run_id, step) DO NOTHING""")
    int open(String runId, long step, long policyVersion);

    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE run_step SET state = 'committed', committed_at = now(), owner_epoch = :epoch
                    WHERE run_id = :runId AND step = :step AND state = 'open'""")
    int commit(String runId, long step, long epoch);

    @Query("select s from StepEntity s where s.key.runId = :runId and s.state = 'committed' order by s.key.step")
    List<StepEntity> committed(String runId);

    @Modifying(flushAutomatically = true)
    @Query(nativeQuery = true, value = """
                    INSERT INTO policy_version (run_id, version, artifact) VALUES (:runId, :version, :artifact)
                    ON CONFLICT (run_id, version) DO NOTHING""")
    int publish(String runId, long version, String artifact);

    @Query(
            nativeQuery = true,
            value = "SELECT artifact FROM policy_version WHERE run_id = :runId AND version = :version")
    Optional<String> policyArtifact(String runId, long version);
}

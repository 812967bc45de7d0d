package org.geor1.jobs.rollout;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface RolloutRepository extends JpaRepository<RolloutEntity, String> {

    List<RolloutEntity> findByRunIdAndStepOrderByGroupIdAscIdxAsc(String runId, long step);

    List<RolloutEntity> findByGroupIdInOrderByIdx(Collection<String> groupIds);

    @Query("""
            select r from RolloutEntity r
            where r.runId = :runId and (:step is null or r.step = :step)
              and (:groupId is null or r.groupId = :groupId)
              and (:minReward is null or r.reward >= :minReward)
              and (:flag is null or array_contains(r.flags, cast(:flag as String)))
              and (:pattern is null or r.completion ilike :pattern escape '\\')
              and (:after is null or r.id < :after)
            order by r.id desc""")
    List<RolloutEntity> page(
            String runId,
            @Nullable Long step,
            @Nullable String groupId,
            @Nullable Double minReward,
            @Nullable String flag,
            @Nullable String pattern,
            @Nullable String after,
            Limit limit);
}

package org.geor1.jobs.rollout;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
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

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE rollout r SET answer = s.answer, rewards = s.rewards, reward = s.reward,
                        flags = ARRAY(SELECT jsonb_array_elements_text(s.flags))
                    FROM jsonb_to_recordset(CAST(:scores AS jsonb)) AS s ("rolloutId" text, answer text, rewards jsonb,
                        reward double precision, flags jsonb)
                    WHERE r.id = s."rolloutId" """)
    int score(String scores);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(
            nativeQuery = true,
            value =
                    "UPDATE rollout SET flags = array_append(flags, CAST(:flag AS varchar)) WHERE group_id IN (:groupIds)")
    int flag(Collection<String> groupIds, String flag);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE rollout r SET advantage = CAST(a.value AS double precision)
                    FROM jsonb_each_text(CAST(:advantages AS jsonb)) AS a (id, value)
                    WHERE r.id = a.id AND r.run_id = :runId AND r.step = :step""")
    int advantages(String runId, long step, String advantages);
}

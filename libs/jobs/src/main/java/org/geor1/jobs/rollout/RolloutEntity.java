package org.geor1.jobs.rollout;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.common.Json;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "rollout")
class RolloutEntity {

    private static final TypeReference<Map<String, Double>> REWARDS = new TypeReference<>() {};

    @Id
    String id;

    String groupId;

    String runId;

    long step;

    int idx;

    String completion;

    @Nullable
    String answer;

    int[] tokenIds;

    float[] logProbs;

    long policyVersion;

    String finishReason;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String rewards;

    @Nullable
    Double reward;

    @Nullable
    Double advantage;

    String[] flags;

    @SuppressWarnings("NullAway.Init")
    protected RolloutEntity() {}

    Rollout toRollout() {
        return new Rollout(
                id,
                runId,
                groupId,
                step,
                idx,
                completion,
                answer,
                tokenIds,
                logProbs,
                policyVersion,
                finishReason,
                rewards == null ? Map.of() : Json.read(rewards, REWARDS),
                reward,
                advantage,
                List.of(flags));
    }
}

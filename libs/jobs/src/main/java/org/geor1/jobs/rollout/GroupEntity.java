package org.geor1.jobs.rollout;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.geor1.jobs.common.Json;
import org.geor1.protocol.rollout.PromptPart;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "rollout_group")
class GroupEntity {

    static final TypeReference<List<PromptPart>> PROMPT = new TypeReference<>() {};

    @Id
    String id;

    String runId;

    long step;

    int idx;

    long policyVersion;

    GroupState state;

    int pendingJobs;

    @JdbcTypeCode(SqlTypes.JSON)
    String prompt;

    @JdbcTypeCode(SqlTypes.JSON)
    String truth;

    @Nullable
    String error;

    @SuppressWarnings("NullAway.Init")
    protected GroupEntity() {}

    RolloutGroup toGroup(List<Rollout> rollouts) {
        return new RolloutGroup(
                id,
                runId,
                step,
                idx,
                policyVersion,
                state,
                Json.read(prompt, PROMPT),
                Json.read(truth, Truth.class),
                error,
                rollouts);
    }
}

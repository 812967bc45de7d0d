package org.geor1.jobs.queue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.geor1.jobs.common.Json;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "job_history")
class JobHistoryEntity {

    @Id
    long id;

    String kind;

    String runId;

    long step;

    String groupId;

    int part;

    String state;

    @JdbcTypeCode(SqlTypes.JSON)
    String payload;

    int attempt;

    @Nullable
    String worker;

    @Nullable
    String error;

    Instant createdAt;

    Instant finishedAt;

    @SuppressWarnings("NullAway.Init")
    protected JobHistoryEntity() {}

    Job toJob() {
        return new Job(
                id,
                JobKind.of(kind),
                runId,
                step,
                groupId,
                part,
                JobState.of(state),
                Json.tree(payload),
                attempt,
                attempt,
                null,
                worker,
                error,
                createdAt,
                finishedAt);
    }
}

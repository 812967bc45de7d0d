package org.geor1.jobs.queue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.geor1.jobs.common.Json;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "job")
class JobEntity {

    @Id
    long id;

    String kind;

    String runId;

    long step;

    String groupId;

    int part;

    String state;

    int priority;

    @JdbcTypeCode(SqlTypes.JSON)
    String payload;

    int attempt;

    int maxAttempts;

    @Nullable
    String leaseOwner;

    @Nullable
    UUID leaseToken;

    @Nullable
    Instant leaseUntil;

    Instant runAt;

    @Nullable
    String error;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected JobEntity() {}

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
                maxAttempts,
                leaseToken == null ? null : new JobLease(id, attempt, leaseToken),
                leaseOwner,
                error,
                createdAt,
                null);
    }
}

package org.geor1.jobs.event;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "run_event")
class EventEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String runId;

    EventType type;

    @Nullable
    Long step;

    @JdbcTypeCode(SqlTypes.JSON)
    String payload;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected EventEntity() {}

    RunEvent toEvent() {
        return new RunEvent(id, runId, type, step, payload, createdAt);
    }
}

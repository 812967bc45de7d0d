package org.geor1.jobs.metric;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

@Entity
@Table(name = "metric")
class MetricEntity {

    @EmbeddedId
    MetricKey id;

    double value;

    @SuppressWarnings("NullAway.Init")
    protected MetricEntity() {}

    @Embeddable
    record MetricKey(String runId, String key, long step) implements Serializable {}
}

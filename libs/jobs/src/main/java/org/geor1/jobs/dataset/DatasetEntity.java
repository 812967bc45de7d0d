package org.geor1.jobs.dataset;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.geor1.jobs.common.Json;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "dataset")
class DatasetEntity {

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    @Id
    long id;

    String name;

    DatasetState state;

    @Nullable
    String description;

    @Nullable
    String licence;

    long samples;

    @JdbcTypeCode(SqlTypes.JSON)
    String splits;

    @Nullable
    String contentHash;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String statistics;

    Instant createdAt;

    @Nullable
    Instant publishedAt;

    @SuppressWarnings("NullAway.Init")
    protected DatasetEntity() {}

    Map<String, Long> splitCounts() {
        return Json.read(splits, COUNTS);
    }

    Dataset toDataset() {
        return new Dataset(
                name,
                state,
                description,
                licence,
                samples,
                splitCounts(),
                contentHash,
                statistics == null ? null : Json.read(statistics, DatasetStatistics.class),
                createdAt,
                publishedAt);
    }
}

package org.geor1.jobs.run;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.geor1.jobs.common.Ids;
import org.geor1.jobs.common.Json;
import org.geor1.protocol.run.RunKind;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "run")
class RunEntity {

    @Id
    String id;

    String experiment;

    @Nullable
    String name;

    String kind;

    RunState state;

    @Nullable
    String requested;

    String model;

    String dataset;

    long seed;

    @JdbcTypeCode(SqlTypes.JSON)
    String config;

    @Nullable
    String parentCheckpoint;

    long startStep;

    long currentStep;

    long maxSteps;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String result;

    @Nullable
    String error;

    @Nullable
    String owner;

    @Nullable
    String pauseReason;

    long ownerEpoch;

    @Nullable
    String traceParent;

    @Nullable
    Instant ownedUntil;

    @Generated
    @Nullable
    Instant createdAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    @SuppressWarnings("NullAway.Init")
    protected RunEntity() {}

    @SuppressWarnings("NullAway.Init")
    static RunEntity queued(RunSpec spec, long steps, @Nullable String parentCheckpoint) {
        RunEntity run = new RunEntity();
        run.id = Ids.next("run");
        run.experiment = spec.experiment();
        run.name = spec.name();
        run.kind = spec.method().type().wire();
        run.state = RunState.QUEUED;
        run.model = spec.model();
        run.dataset = spec.datasetNames();
        run.seed = spec.seed();
        run.config = Json.write(spec);
        run.parentCheckpoint = parentCheckpoint;
        run.maxSteps = steps;
        return run;
    }

    Run toRun() {
        return new Run(
                id,
                RunKind.of(kind),
                state,
                requested,
                // Through the reader: a run stored by an earlier version lacks later fields.
                RunSpecReader.read(Json.tree(config)),
                parentCheckpoint,
                startStep,
                currentStep,
                maxSteps,
                result == null ? null : Json.tree(result),
                error,
                createdAt == null ? Instant.EPOCH : createdAt,
                startedAt,
                finishedAt,
                pauseReason);
    }
}

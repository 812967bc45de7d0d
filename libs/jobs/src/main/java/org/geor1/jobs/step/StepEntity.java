package org.geor1.jobs.step;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.geor1.jobs.step.StepStore.Step;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "run_step")
class StepEntity {

    @EmbeddedId
    StepKey key;

    String state;

    long policyVersion;

    @Nullable
    Instant committedAt;

    @SuppressWarnings("NullAway.Init")
    protected StepEntity() {}

    Step toStep() {
        return new Step(key.runId(), key.step(), policyVersion, committedAt);
    }

    @Embeddable
    record StepKey(String runId, long step) implements Serializable {}
}

package org.geor1.gateway.runs;

import java.time.Instant;
import java.util.Map;
import org.geor1.gateway.OneOf;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.Waiting;
import org.geor1.protocol.run.RunKind;
import org.geor1.protocol.run.RunSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A run as callers see it.
 *
 * @param requested {@code pause} or {@code cancel} while the trainer has not yet honoured it
 * @param waiting what a queued run, or one that the trainer has paused, waits for; null for others
 * @param dataset the names of its datasets, separated by commas
 * @param startStep the step after which a fork that resumes its parent's optimizer starts; 0 for other runs
 * @param maxSteps how many steps it takes, also where the specification says epochs
 * @param config the whole specification with every default filled in
 * @param latest the newest value of each metric; only on a single run
 */
@JsonNaming(SnakeCaseStrategy.class)
record RunView(
        String id,
        @Nullable String name,
        String experiment,
        RunKind kind,
        @OneOf(RunState.class) String state,
        @Nullable String requested,
        @Nullable WaitingView waiting,
        String model,
        String dataset,
        long seed,
        @Nullable String parentCheckpoint,
        long startStep,
        long currentStep,
        long maxSteps,
        RunSpec config,
        @Nullable JsonNode result,
        @Nullable String error,
        @Nullable Map<String, Double> latest,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /**
     * @param position its place among queued runs, from 1; null for a paused run
     * @param behind the run just before it
     * @param reason why the trainer cannot work, such as a full disk
     * @param message all of this in a sentence
     */
    record WaitingView(
            @Nullable Integer position,
            @Nullable String behind,
            @Nullable String reason,
            String message) {

        static @Nullable WaitingView of(Run run, @Nullable Waiting queued) {
            if (run.pauseReason() != null) {
                return new WaitingView(null, null, run.pauseReason(), Waiting.suspended(run.pauseReason()));
            }
            return queued == null
                    ? null
                    : new WaitingView(queued.position(), queued.behind(), queued.obstacle(), queued.message());
        }
    }

    /** @param queue positions in the queue, by run */
    static RunView of(Run run, Map<String, Waiting> queue) {
        return of(run, queue, null);
    }

    static RunView of(Run run, Map<String, Waiting> queue, @Nullable Map<String, Double> latest) {
        RunSpec spec = run.spec();
        return new RunView(
                run.id(),
                spec.name(),
                spec.experiment(),
                run.kind(),
                run.state().wire(),
                run.requested(),
                WaitingView.of(run, queue.get(run.id())),
                spec.model(),
                spec.datasetNames(),
                spec.seed(),
                run.parentCheckpoint(),
                run.startStep(),
                run.currentStep(),
                run.maxSteps(),
                spec,
                run.result(),
                run.error(),
                latest,
                run.createdAt(),
                run.startedAt(),
                run.finishedAt());
    }
}

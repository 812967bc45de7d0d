package org.geor1.jobs.run;

import java.time.Instant;
import org.geor1.protocol.run.RunKind;
import org.geor1.protocol.run.RunSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as it stands.
 *
 * @param requested {@code pause} or {@code cancel} when asked for and not yet honoured
 * @param parentCheckpoint the checkpoint that {@code spec.model()} named, if it named one
 * @param startStep the last step before its own first: 0, or that of the checkpoint whose training it resumes
 * @param currentStep the last committed step
 * @param result an evaluation's figures
 * @param pauseReason why the trainer paused the run, which it resumes by itself; null when a user paused it
 */
public record Run(
        String id,
        RunKind kind,
        RunState state,
        @Nullable String requested,
        RunSpec spec,
        @Nullable String parentCheckpoint,
        long startStep,
        long currentStep,
        long maxSteps,
        @Nullable JsonNode result,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String pauseReason) {}

package org.geor1.gateway.runs;

import java.time.Instant;
import java.util.List;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.checkpoint.Checkpoint;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A checkpoint.
 *
 * @param model the name under which a run or a request can use its weights
 * @param hasWeights false once retention removed them
 * @param hasState false once retention removed the training state that a run can resume from
 * @param calibrations by evaluations of geolocation, newest first
 */
@JsonNaming(SnakeCaseStrategy.class)
record CheckpointView(
        String id,
        String runId,
        String model,
        long step,
        String policyArtifact,
        boolean promoted,
        boolean hasWeights,
        boolean hasState,
        List<CalibrationView> calibrations,
        Instant createdAt) {

    /**
     * What is known of the errors of its answers to {@code /v1/geolocate}.
     *
     * @param evaluation id of the run that measured them
     * @param promptStyle with its version
     * @param n answers to each picture
     * @param items pictures with a prediction
     * @param ece expected calibration error of the confidence, from 0 to 1
     * @param coverage share of the measured pictures that were taken within the radius
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record CalibrationView(
            String evaluation, String dataset, String promptStyle, int n, int items, double ece, double coverage) {

        static CalibrationView of(StoredCalibration stored) {
            return new CalibrationView(
                    stored.runId(),
                    stored.dataset(),
                    stored.promptStyle(),
                    stored.n(),
                    stored.items(),
                    stored.ece(),
                    stored.coverage());
        }
    }

    /** @param calibrations of its weights */
    static CheckpointView of(Checkpoint checkpoint, List<StoredCalibration> calibrations) {
        return new CheckpointView(
                checkpoint.id(),
                checkpoint.runId(),
                checkpoint.name(),
                checkpoint.step(),
                checkpoint.policyArtifact(),
                checkpoint.promoted(),
                checkpoint.hasWeights(),
                checkpoint.hasState(),
                calibrations.stream().map(CalibrationView::of).toList(),
                checkpoint.createdAt());
    }
}

package org.geor1.gateway.runs;

import java.util.List;
import java.util.Map;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.springframework.stereotype.Component;

/** Checkpoints as callers see them, with what is known of their answers. */
@Component
class CheckpointViews {

    private final CalibrationStore calibrations;

    CheckpointViews(CalibrationStore calibrations) {
        this.calibrations = calibrations;
    }

    CheckpointView of(Checkpoint checkpoint) {
        return of(List.of(checkpoint)).get(0);
    }

    /** In the same order. */
    List<CheckpointView> of(List<Checkpoint> checkpoints) {
        Map<String, List<StoredCalibration>> known = calibrations.ofPolicies(
                checkpoints.stream().map(Checkpoint::policyArtifact).distinct().toList());
        return checkpoints.stream()
                .map(checkpoint ->
                        CheckpointView.of(checkpoint, known.getOrDefault(checkpoint.policyArtifact(), List.of())))
                .toList();
    }
}

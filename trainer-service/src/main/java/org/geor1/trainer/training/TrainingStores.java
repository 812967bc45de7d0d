package org.geor1.trainer.training;

import io.micrometer.core.instrument.MeterRegistry;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.jobs.transport.PolicyTransport;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.source.RunTasks;
import org.geor1.trainer.source.TrainerSources;

/** What every training run writes to and reads from. */
public record TrainingStores(
        TrainerSources sources,
        TrainingSessions sessions,
        PolicyArtifacts policies,
        PolicyTransport transport,
        StepStore steps,
        EventStore events,
        MetricStore metrics,
        CalibrationStore calibrations,
        MeterRegistry meters) {

    /**
     * What the run asks about and how, publishing its first policy if this is its beginning.
     *
     * @throws IllegalArgumentException if there is no such dataset or style
     */
    public RunTasks tasks(DrivenRun run) {
        return sources.tasks(run.spec().shares(), policies.style(run));
    }
}

package org.geor1.trainer.training;

import io.micrometer.core.instrument.MeterRegistry;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.jobs.transport.PolicyTransport;
import org.geor1.rl.session.TrainingSessions;

/** What every training run writes to and reads from. */
public record TrainingStores(
        TrainingSessions sessions,
        PolicyArtifacts policies,
        PolicyTransport transport,
        StepStore steps,
        EventStore events,
        MetricStore metrics,
        MeterRegistry meters) {}
